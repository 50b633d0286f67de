// The language in use: kept on the device, switched at once, named in <html lang>. `?lang=` in an address wins, so that
// a wall screen or a shared link can name its language.
import { effect, signal } from '@preact/signals';
import { en, type MessageKey, vi } from './messages.ts';

export type Locale = 'vi' | 'en';
export const locales: readonly Locale[] = ['vi', 'en'];

const storageKey = 'langnghe.admin.locale';
const messages: Record<Locale, Record<MessageKey, string>> = { vi, en };

export const locale = signal<Locale>('vi');

const isLocale = (value: string | null): value is Locale => value === 'vi' || value === 'en';

/** Reads the choice (address, then device; Vietnamese otherwise) and keeps it from then on. */
export function startLocale(): void {
  const wanted = new URLSearchParams(location.search).get('lang');
  const kept = localStorage.getItem(storageKey);
  locale.value = isLocale(wanted) ? wanted : isLocale(kept) ? kept : 'vi';
  effect(() => {
    document.documentElement.lang = locale.value;
  });
}

export function chooseLocale(choice: Locale): void {
  locale.value = choice;
  localStorage.setItem(storageKey, choice);
}

/** The text of `key` in the language in use; reading it inside a component subscribes the component. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  return fill(messages[locale.value][key], values, locale.value);
}

/** As `t`, for the texts that a page's own chunk brings with it: both languages with the same keys. */
export function translator<K extends string>(texts: Record<Locale, Record<K, string>>) {
  return (key: K, values: Record<string, string | number> = {}): string =>
    fill(texts[locale.value][key], values, locale.value);
}

/** Replaces `{name}` by its value; numbers are grouped as the language does. A placeholder without a value stays. */
export function fill(text: string, values: Record<string, string | number>, language: Locale): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === 'number' ? formatCount(value, language) : value;
  });
}

const tags: Record<Locale, string> = { vi: 'vi-VN', en: 'en-GB' };

export function formatCount(count: number, language: Locale): string {
  return new Intl.NumberFormat(tags[language]).format(count);
}

/**
 * A proportion as percent without decimals. Only 1 reads as 100% and only 0 as 0%: what would round there shows one
 * decimal, cut towards the inside.
 * @param proportion in [0,1]
 */
export function formatShare(proportion: number, language: Locale): string {
  const percent = proportion * 100;
  const inside = proportion > 0 && proportion < 1;
  const atEdge = inside && (percent < 0.5 || percent >= 99.5);
  const shown = atEdge ? Math.min(99.9, Math.max(0.1, percent)) : percent;
  return new Intl.NumberFormat(tags[language], {
    style: 'percent',
    minimumFractionDigits: atEdge ? 1 : 0,
    maximumFractionDigits: atEdge ? 1 : 0,
  }).format(shown / 100);
}

/** A calendar day (`2026-10-14`) in words. The day has no zone: it is read and written in UTC. */
export function formatDay(day: string, language: Locale): string {
  const text = new Intl.DateTimeFormat(tags[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
  return text.charAt(0).toLocaleUpperCase(tags[language]) + text.slice(1);
}

const unitNames: Record<Locale, Record<'second' | 'minute' | 'hour' | 'day', [one: string, many: string]>> = {
  vi: {
    second: ['giây', 'giây'],
    minute: ['phút', 'phút'],
    hour: ['giờ', 'giờ'],
    day: ['ngày', 'ngày'],
  },
  en: {
    second: ['second', 'seconds'],
    minute: ['minute', 'minutes'],
    hour: ['hour', 'hours'],
    day: ['day', 'days'],
  },
};

/** A length of time in its one or two largest units, e.g. "2 phút 10 giây". Negative lengths read as zero. */
export function formatDuration(milliseconds: number, language: Locale): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts: [number, 'second' | 'minute' | 'hour' | 'day'][] = [
    [Math.floor(seconds / 86_400), 'day'],
    [Math.floor(seconds / 3600) % 24, 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first === -1) return `0 ${unitNames[language].second[1]}`;
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unitNames[language][unit][count === 1 ? 0 : 1]}`)
    .join(' ');
}

/** How long ago, e.g. "3 phút trước". */
export function formatAgo(milliseconds: number, language: Locale): string {
  const span = formatDuration(milliseconds, language);
  return language === 'vi' ? `${span} trước` : `${span} ago`;
}
