import type { Controller } from './controller.ts';
import { textsOf } from './languages.ts';

export function DoneScreen({ controller }: { controller: Controller }) {
  const texts = textsOf(controller.session.value.locale);
  return (
    <div class="screen thanks-screen">
      <main>
        <div role="status">
          <h1>{texts.thanks}</h1>
          <p>{texts.thanksText}</p>
        </div>
      </main>
    </div>
  );
}
