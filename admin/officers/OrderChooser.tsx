// By what a table is ordered.
import type { Signal } from '@preact/signals';
import type { Order } from './ordering.ts';
import { text } from './texts.ts';

const labels = { code: 'list.byCode', name: 'list.byName', comparison: 'list.byComparison' } as const;

export interface OrderChooserProps<O extends Order> {
  name: string;
  orders: readonly O[];
  chosen: Signal<O>;
}

export function OrderChooser<O extends Order>({ name, orders, chosen }: OrderChooserProps<O>) {
  return (
    <div class="order">
      <label for={name}>{text('list.order')}</label>
      <select
        id={name}
        value={chosen.value}
        onChange={(event) => {
          chosen.value = event.currentTarget.value as O;
        }}
      >
        {orders.map((order) => (
          <option key={order} value={order}>
            {text(labels[order])}
          </option>
        ))}
      </select>
    </div>
  );
}
