import type { Controller } from './controller.ts';
import { Header } from './Header.tsx';
import { textsOf } from './languages.ts';
import type { View } from './session.ts';
import { TimeLeft } from './TimeLeft.tsx';

/** Exit kiosk without a slip: which counter it was. */
export function CountersScreen({
  controller,
  view,
}: {
  controller: Controller;
  view: Extract<View, { kind: 'counters' }>;
}) {
  const texts = textsOf(controller.session.value.locale);
  return (
    <div class="screen counters-screen">
      <Header controller={controller} />
      <main>
        <h1>{texts.chooseCounter}</h1>
        <div class="counters">
          {controller.state.value?.counters.map((counter) => (
            <button
              key={counter.code}
              type="button"
              onClick={() => controller.send({ kind: 'choose', subject: { kind: 'counter', ...counter } })}
            >
              {counter.name}
            </button>
          ))}
        </div>
      </main>
      <footer>
        <TimeLeft controller={controller} closesAtMs={view.closesAtMs} spanMs={view.spanMs} />
        <button type="button" onClick={() => controller.send({ kind: 'leave' })}>
          {texts.back}
        </button>
      </footer>
    </div>
  );
}
