// Reads the faces screen aloud: the question, then the five labels in order, whatever anybody is about to choose. It never
// speaks a choice: a press, a change of language and the end of the screen all stop it. Recorded clips come first, then a
// voice of the device that speaks the language; without either there is no button.
import { type Signal, signal } from '@preact/signals';

export interface SpokenPart {
  text: string;
  /** BCP 47. */
  language: string;
  clip: string | null;
}

const primary = (tag: string): string => tag.toLowerCase().split(/[-_]/)[0]!;

export class ReadAloud {
  readonly speaking: Signal<boolean> = signal(false);
  /** Languages that the device has a voice for. */
  readonly #voices: Signal<ReadonlySet<string>> = signal(new Set());
  #run = 0;
  #clip: HTMLAudioElement | null = null;

  constructor() {
    const synthesis = globalThis.speechSynthesis;
    if (synthesis === undefined) return;
    const look = (): void => {
      this.#voices.value = new Set(synthesis.getVoices().map((voice) => primary(voice.lang)));
    };
    look();
    // Voices arrive late on most devices.
    synthesis.addEventListener?.('voiceschanged', look);
  }

  canRead(parts: readonly SpokenPart[]): boolean {
    return parts.every((part) => part.clip !== null || this.#voices.value.has(primary(part.language)));
  }

  start(parts: readonly SpokenPart[]): void {
    this.stop();
    const run = this.#run;
    this.speaking.value = true;
    const next = (index: number): void => {
      if (run !== this.#run) return;
      const part = parts[index];
      if (part === undefined) {
        this.speaking.value = false;
        return;
      }
      const onward = (): void => next(index + 1);
      if (part.clip === null) this.#speak(part, onward);
      else this.#play(part.clip, onward);
    };
    next(0);
  }

  stop(): void {
    this.#run += 1;
    this.#clip?.pause();
    this.#clip = null;
    globalThis.speechSynthesis?.cancel();
    this.speaking.value = false;
  }

  #speak(part: SpokenPart, onward: () => void): void {
    const utterance = new SpeechSynthesisUtterance(part.text);
    utterance.lang = part.language;
    utterance.rate = 0.9;
    utterance.onend = onward;
    utterance.onerror = onward;
    speechSynthesis.speak(utterance);
  }

  #play(url: string, onward: () => void): void {
    const clip = new Audio(url);
    this.#clip = clip;
    clip.onended = onward;
    clip.onerror = onward;
    clip.play().catch(onward);
  }
}
