// Starts the kiosk: opens its storage, starts the outbox and the line, and shows the screen.
import { render } from 'preact';
import type { ResponseRequest } from '../../shared/contract/responses.ts';
import { startDeviceClock } from '../outbox/device-clock.ts';
import { Outbox, type Transport } from '../outbox/outbox.ts';
import { type Answer, outboxPolicy } from '../outbox/protocol.ts';
import { OutboxStore } from '../outbox/store.ts';
import { App } from './App.tsx';
import { Controller } from './controller.ts';
import { canHoldKey, Device } from './device.ts';
import { careForDevice } from './device-care.ts';
import { takeUpFont } from './font.ts';
import { listenForScans } from './scanner.ts';
import { isFree } from './session.ts';
import { keepUpdated } from './update.ts';

function transportOf(device: Device, answered: (responseId: string, body: unknown) => void): Transport {
  const send = async (method: 'POST' | 'PATCH', path: string, body: unknown): Promise<Answer> => {
    if (device.id === null) return { kind: 'unreachable' };
    try {
      const response = await device.request(method, path, body, outboxPolicy.requestMsMax);
      const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
      return {
        kind: 'answer',
        status: response.status,
        body: await response.json().catch(() => null),
        retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
      };
    } catch {
      return { kind: 'unreachable' };
    }
  };
  return {
    async post(body: ResponseRequest) {
      const answer = await send('POST', '/api/responses', body);
      if (answer.kind === 'answer') answered(body.responseId, answer.body);
      return answer;
    },
    patch: (responseId, body) => send('PATCH', `/api/responses/${responseId}`, body),
  };
}

const askAgainMs = 5_000;

/**
 * What the first screen does without. Where it does not come (the line went down in the second after the very first
 * start), ratings go on without the questions after them; the page is loaded again when the server answers.
 */
async function later(controller: Controller, mayReload: () => boolean): ReturnType<Controller['loadLater']> {
  try {
    return await controller.loadLater();
  } catch (error) {
    console.warn('a part of the kiosk did not come', error);
  }
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
    const page = await fetch('/kiosk/', { cache: 'no-store' }).catch(() => null);
    if (page?.ok && mayReload()) location.reload();
  }
}

async function start(): Promise<void> {
  const root = document.getElementById('app');
  if (!root) throw new Error('index.html has no #app');
  if (!canHoldKey()) {
    render(<App controller={null} />, root);
    return;
  }
  const device = await Device.open();
  const store = await OutboxStore.open();
  const clock = startDeviceClock(await store.clockMark(), Date.now, () => performance.now());
  const outbox = new Outbox({
    store,
    clock,
    transport: transportOf(device, (responseId, body) => controller.answered(responseId, body)),
    policy: outboxPolicy,
    random: Math.random,
    exclusively: (work) => (navigator.locks ? navigator.locks.request('langnghe-outbox', work) : work()),
  });
  const controller = new Controller({
    device,
    outbox,
    now: () => performance.now(),
    newResponseId: () => crypto.randomUUID(),
  });
  await controller.start();
  render(<App controller={controller} />, root);
  outbox.start();
  addEventListener('online', () => outbox.wake());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) outbox.wake();
  });
  careForDevice();
  const touch = (): void => controller.send({ kind: 'touch' });
  // Before what they do: a press that ends a session must not touch the offer that comes up under it.
  addEventListener('pointerdown', touch, { capture: true });
  // A button pressed by a key is a click that no pointer made; others have touched already.
  addEventListener('click', (event) => event.detail === 0 && touch(), { capture: true });
  // Typing, on whichever keyboard: after the field has told its text, which drawing the screen anew would take back.
  addEventListener('input', touch);
  addEventListener('keydown', (event) => {
    // Keys by which a person moves; the characters of a scanner are no touch.
    if (event.key === 'Tab' || event.key.startsWith('Arrow')) touch();
  });
  listenForScans((slip) => void controller.scanned(slip));
  const mayReload = (): boolean =>
    isFree(controller.session.value.view) &&
    controller.status.value?.waiting === 0 &&
    !controller.staff.value;
  const { openLine } = await later(controller, mayReload);
  void takeUpFont(controller.session).catch((error: unknown) => console.warn('the font did not come', error));
  // Last of all: it fetches every file anew, to keep them for days without the line.
  if (import.meta.env.PROD) {
    void keepUpdated(mayReload).catch((error: unknown) =>
      console.error('the service worker could not be set up', error),
    );
  }
  let closeLine: (() => void) | null = null;
  controller.service.subscribe((service) => {
    const wanted = device.id !== null && service !== 'revoked' && service !== 'unpaired';
    if (wanted === (closeLine !== null)) return;
    closeLine?.();
    closeLine = wanted
      ? openLine(device, () => controller.status.value?.waiting ?? 0, {
          welcome: () => {
            outbox.wake();
            void controller.refresh();
          },
          refresh: () => void controller.refresh(),
          offer: (offer) => controller.send({ kind: 'offer', offer }),
          presence: (shown) => controller.showPresence(shown),
          idle: (invitation) => controller.send({ kind: 'withdraw', invitation }),
          online: (online) => {
            controller.online.value = online;
          },
          backedUp: (ageSeconds) => void outbox.forgetBackedUp(ageSeconds * 1000),
          refused: () => controller.revoked(),
        })
      : null;
  });
}

void start();
