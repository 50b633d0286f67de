// Joins the pure session with the device: turns events into states, states into effects (store the tap, look a code up,
// wake at a deadline), and holds what the components show. The only place that knows all parts.
import { batch, computed, effect, type Signal, signal } from '@preact/signals';
import type { KioskState } from '../../shared/contract/devices.ts';
import type { PresenceShown } from '../../shared/contract/presence.ts';
import type { Answers, Item, Questionnaire } from '../../shared/contract/questionnaire.ts';
import type { ResponseAnswer, ResponsePromise } from '../../shared/contract/responses.ts';
import type { Inspectorate, ReportAnswer } from '../../shared/contract/sealed-report.ts';
import type { FaceLevel } from '../faces.ts';
import type { Outbox, OutboxStatus } from '../outbox/outbox.ts';
import type { HeldRequest } from '../outbox/protocol.ts';
import { hasCamera } from './camera-scan.ts';
import type { Device, DeviceSettings } from './device.ts';
import { type LanguagePack, packs } from './languages.ts';
import type * as LaterParts from './later-parts.ts';
import { ReadAloud } from './read-aloud.ts';
import type { ScannedSlip } from './scanner.ts';
import {
  deadlineOf,
  isFree,
  isWay,
  type LookupState,
  type Session,
  type SessionEvent,
  startSession,
  step,
} from './session.ts';

const requestMsMax = 10_000;
const refreshMs = 10 * 60_000;

/** What the device may do now: ask, wait for its first answer from the server, or be paired (again). */
export type Service = 'starting' | 'unpaired' | 'revoked' | 'ready';

export interface ControllerParts {
  device: Device;
  outbox: Outbox;
  /** Milliseconds that only grow. */
  now: () => number;
  newResponseId: () => string;
}

const lookupFailures: Readonly<Record<string, LookupState>> = {
  'unknown-code': 'unknown',
  'unknown-invitation': 'unknown',
  'invalid-request': 'unknown',
  'already-rated': 'spent',
  'not-yet-open': 'closed',
  'invitation-expired': 'closed',
  'too-many-attempts': 'too-many',
};

export class Controller {
  readonly session: Signal<Session> = signal(startSession());
  readonly service: Signal<Service> = signal('starting');
  readonly state: Signal<KioskState | null> = signal(null);
  readonly questionnaire: Signal<Questionnaire | null> = signal(null);
  readonly online: Signal<boolean> = signal(false);
  readonly status: Signal<OutboxStatus | null> = signal(null);
  readonly settings: Signal<DeviceSettings | null> = signal(null);
  /** The presence code's address while it is fresh; null without the line. */
  readonly presenceUrl: Signal<string | null> = signal(null);
  /** There is a camera to scan slips with. */
  readonly camera: Signal<boolean> = signal(false);
  readonly reading: ReadAloud = new ReadAloud();
  /** The staff menu is open. */
  readonly staff: Signal<boolean> = signal(false);
  /** Clock for what is visible: moves while a countdown is shown. */
  readonly shownNow: Signal<number>;
  /** The server's promise for the response of the session, until its last screen is gone. */
  readonly promise: Signal<ResponsePromise | null> = signal(null);
  /** What is loaded after the first paint; null until then. */
  readonly later: Signal<typeof LaterParts | null> = signal(null);
  #loading: Promise<typeof LaterParts> | null = null;
  readonly #parts: ControllerParts;
  #presenceTimer: ReturnType<typeof setTimeout> | undefined;
  /** Came while somebody was answering the one before it. */
  #nextQuestionnaire: Questionnaire | null = null;

  constructor(parts: ControllerParts) {
    this.#parts = parts;
    this.shownNow = signal(parts.now());
  }

  get device(): Device {
    return this.#parts.device;
  }

  get outbox(): Outbox {
    return this.#parts.outbox;
  }

  /** Reads what the device remembers and begins; the network may come later. */
  async start(): Promise<void> {
    const { device, outbox } = this.#parts;
    const remembered = await device.remembered();
    const settings = await device.settings();
    const status = await outbox.status();
    batch(() => {
      this.state.value = remembered.state;
      this.questionnaire.value = remembered.questionnaire;
      this.settings.value = settings;
      this.status.value = status;
    });
    outbox.subscribe((next) => {
      this.status.value = next;
    });
    this.#settle();
    effect(() => this.#keepTime(deadlineOf(this.session.value)));
    // Whatever changes the faces screen, a press above all, ends the reading.
    const read = computed(() => {
      const { view, locale } = this.session.value;
      return view.kind === 'faces' ? `${locale} ${view.pressed} ${view.armedAtMs}` : null;
    });
    read.subscribe(() => this.reading.stop());
    void hasCamera().then((has) => {
      this.camera.value = has;
    });
    setInterval(() => void this.refresh(), refreshMs);
    void this.refresh();
  }

  /** Asks the server what this kiosk is and what it asks; without answer the remembered stays. */
  async refresh(): Promise<void> {
    const { device } = this.#parts;
    if (device.id === null) return this.#settle();
    try {
      const response = await device.request('GET', '/api/kiosk', undefined, requestMsMax);
      if (response.status === 401 || response.status === 403) return this.revoked();
      if (response.ok) {
        this.state.value = (await response.json()) as KioskState;
        await device.remember('state', this.state.value);
      }
      const asked = await fetch('/api/questionnaire');
      if (asked.ok) {
        this.#nextQuestionnaire = (await asked.json()) as Questionnaire;
        this.#takeQuestionnaire();
        await device.remember('questionnaire', this.#nextQuestionnaire ?? this.questionnaire.value!);
      }
    } catch (error) {
      console.warn('the server was not reached', error);
    }
    this.#settle();
  }

  /** Loads, once, what the first screen does without. Rejects when it did not come: browsers do not ask again. */
  loadLater(): Promise<typeof LaterParts> {
    this.#loading ??= import('./later-parts.ts').then((parts) => {
      this.later.value = parts;
      return parts;
    });
    return this.#loading;
  }

  revoked(): void {
    if (this.device.id !== null) this.service.value = 'revoked';
  }

  #settle(): void {
    if (this.#parts.device.id === null) this.service.value = 'unpaired';
    else this.service.value = this.state.value && this.questionnaire.value ? 'ready' : 'starting';
  }

  get optionalItems(): Item[] {
    return this.questionnaire.value?.items.filter((item) => item.id !== 'officer') ?? [];
  }

  send(event: SessionEvent): void {
    const { now } = this.#parts;
    const asksMore = this.later.value !== null && this.optionalItems.length > 0;
    const next = step(this.session.value, event, now(), asksMore);
    if (!('responseId' in next.view)) this.promise.value = null;
    this.session.value = next;
    this.#takeQuestionnaire();
  }

  /** Another questionnaire takes over between two respondents: what is added belongs to the one that was rated with. */
  #takeQuestionnaire(): void {
    if (this.#nextQuestionnaire === null) return;
    if (this.questionnaire.value !== null && !isFree(this.session.value.view)) return;
    this.questionnaire.value = this.#nextQuestionnaire;
    this.#nextQuestionnaire = null;
  }

  /** Timers for the second hand of the countdown, for the deadline itself, and for faces that become pressable. */
  #keepTime(deadlineMs: number | null): (() => void) | undefined {
    if (deadlineMs === null) return undefined;
    const { now } = this.#parts;
    this.shownNow.value = now();
    const timer = setInterval(() => {
      this.shownNow.value = now();
      if (now() >= deadlineMs) this.send({ kind: 'tick' });
    }, 250);
    const { view } = this.session.value;
    const armTimer =
      view.kind === 'faces' && view.armedAtMs > now()
        ? setTimeout(
            () => {
              this.shownNow.value = now();
            },
            view.armedAtMs - now() + 1,
          )
        : undefined;
    return () => {
      clearInterval(timer);
      clearTimeout(armTimer);
    };
  }

  /** A face was pressed: the thank-you comes only when the tap is durable on this device. */
  async press(level: FaceLevel): Promise<void> {
    const before = this.session.value.view;
    const questionnaire = this.questionnaire.value;
    if (before.kind !== 'faces' || before.pressed !== null || !questionnaire) return;
    const { outbox, newResponseId } = this.#parts;
    const { subject } = before;
    const request: HeldRequest = {
      responseId: newResponseId(),
      questionnaire: questionnaire.version,
      answers: { officer: level },
      locale: this.session.value.locale,
      ...(subject.kind === 'visit' ? { invitation: subject.invitation } : { counter: subject.code }),
    };
    this.send({ kind: 'press', level });
    const pressed = this.session.value.view;
    if (pressed.kind !== 'faces' || pressed.pressed !== level) return;
    try {
      const result = await outbox.put(request);
      if (result === 'stored') this.send({ kind: 'stored', responseId: request.responseId });
      else this.send({ kind: 'not-stored', reason: 'full' });
    } catch (error) {
      console.error('the tap could not be stored', error);
      this.send({ kind: 'not-stored', reason: 'storage' });
    }
  }

  async undo(): Promise<void> {
    const { view } = this.session.value;
    if (view.kind !== 'thanks' || view.undoing) return;
    this.send({ kind: 'undo' });
    const removed = await this.#parts.outbox.undo(view.responseId).catch(() => false);
    this.send({ kind: 'undone', removed });
  }

  /** The server answered for a response; only the one on the screen has a use for it. */
  answered(responseId: string, body: unknown): void {
    const { view } = this.session.value;
    if (!('responseId' in view) || view.responseId !== responseId) return;
    const promise = (body as Partial<ResponseAnswer> | null)?.promise;
    // The forms a receipt can be made of; their schema would weigh more than the rest of this.
    const usable =
      /^[0-9a-f]{64}$/.test(promise?.tag ?? '') &&
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(promise?.mergeBy ?? '') &&
      /^[A-Za-z0-9+/]{86}==$/.test(promise?.signature ?? '');
    if (promise && usable) this.promise.value = promise;
  }

  /** Where phones read receipts. */
  get receiptPageUrl(): string {
    return this.state.value?.receiptPage ?? `${location.origin}/receipt`;
  }

  /**
   * What was added to the response just given, stored before the thanks. Where the question on
   * unofficial payments was offered, a report goes along whether it was answered or not, sealed before it is stored.
   */
  async addAnswers(answers: Answers, comment: string, answer: ReportAnswer | null): Promise<void> {
    const { view } = this.session.value;
    if (view.kind !== 'items') return;
    const inspectorate = this.inspectorate;
    const text = comment.trim();
    try {
      const sealed =
        inspectorate === null
          ? undefined
          : await (await import('../../shared/inspectorate/seal-report.ts')).sealReport(
              inspectorate.recipient,
              { answer, text: '' },
            );
      await this.#parts.outbox.addAnswers(view.responseId, {
        answers,
        ...(text !== '' && { comment: text }),
        ...(sealed !== undefined && { sealed }),
      });
    } catch (error) {
      console.error('what was added could not be stored', error);
    }
    const now = this.session.value.view;
    if (now.kind === 'items' && now.responseId === view.responseId) this.send({ kind: 'answered' });
  }

  /** Whom the question on unofficial payments goes to; null on a counter's kiosk and where no key is set. */
  get inspectorate(): Inspectorate | null {
    const state = this.state.value;
    return state?.place === 'exit' ? state.inspectorate : null;
  }

  /** Languages offered, in the policy's order, Vietnamese always among them. */
  get languages(): LanguagePack[] {
    const offered = this.state.value?.languages ?? ['vi', 'en'];
    return [...new Set(['vi', ...offered])].flatMap((language) => packs.get(language) ?? []);
  }

  /** A code came from the server, or (null) the line is down. It is not shown longer than the server takes it. */
  showPresence(shown: PresenceShown | null): void {
    clearTimeout(this.#presenceTimer);
    this.presenceUrl.value = shown?.url ?? null;
    if (shown === null) return;
    this.#presenceTimer = setTimeout(() => {
      this.presenceUrl.value = null;
    }, shown.staleAfterSeconds * 1000);
  }

  async lookUp(code: string): Promise<void> {
    this.send({ kind: 'lookup', state: 'looking' });
    try {
      const response = await this.device.request('POST', '/api/invitations/lookup', { code }, requestMsMax);
      const body: unknown = await response.json();
      if (response.ok) {
        const { invitation, officer } = (await this.loadLater()).offerOf(body);
        this.send({ kind: 'choose', subject: { kind: 'visit', invitation, officer } });
        return;
      }
      const problem = (body as { code?: string }).code ?? '';
      if (response.status === 401) this.revoked();
      this.send({ kind: 'lookup', state: lookupFailures[problem] ?? 'offline' });
    } catch {
      this.send({ kind: 'lookup', state: 'offline' });
    }
  }

  /** A scanner read a slip: its address names the invitation itself, also without network; its digits are looked up. */
  async scanned(slip: ScannedSlip, by: 'scanner' | 'camera' = 'scanner'): Promise<void> {
    const { settings } = this;
    if (by === 'scanner' && settings.value && !settings.value.hasScanner)
      await this.saveSettings({ hasScanner: true });
    const { view } = this.session.value;
    const open = isFree(view) || isWay(view);
    if (this.service.value !== 'ready' || !open) return;
    if (slip.kind === 'invitation') {
      const subject = { kind: 'visit', invitation: slip.invitation, officer: null } as const;
      this.send({ kind: 'choose', subject });
      return;
    }
    if (view.kind === 'faces') this.send({ kind: 'leave' });
    this.send({ kind: 'open', view: 'code' });
    this.send({ kind: 'digits', digits: slip.code });
    await this.lookUp(slip.code);
  }

  async saveSettings(change: Partial<DeviceSettings>): Promise<void> {
    const settings = { ...(await this.device.settings()), ...change };
    await this.device.saveSettings(settings);
    this.settings.value = settings;
  }
}
