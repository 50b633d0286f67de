// Which language packs kiosks offer: a value of the service policy. A change is a new version of the policy, in the audit
// trail and, from the night on, in the log; kiosks take it up at once.
import { kioskLanguagesMax, type LanguageList, type LanguageOffer } from '../../shared/contract/languages.ts';
import type { Actor } from '../access/audit-trail.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';

const vietnamese = 'vi';

export class Languages {
  readonly #services: Services;
  readonly #adopt: (kioskLanguages: string[]) => void;

  /** @param adopt has the running parts go by the new list; nothing else of a newer policy is taken up */
  constructor(services: Services, adopt: (kioskLanguages: string[]) => void) {
    this.#services = services;
    this.#adopt = adopt;
  }

  list(): LanguageList {
    const { documents, currentQuestionnaire } = this.#services;
    const offered = withVietnamese(this.#services.policy().kioskLanguages);
    const packs = documents.languagePacks(currentQuestionnaire());
    const place = (language: string): number => {
      const at = offered.indexOf(language);
      return at < 0 ? offered.length : at;
    };
    return {
      packs: packs
        .map((pack) => ({ ...pack, offered: offered.includes(pack.language) }))
        .sort((a, b) => place(a.language) - place(b.language) || (a.language < b.language ? -1 : 1)),
      withoutPack: offered.filter((language) => packs.every((pack) => pack.language !== language)),
      offeredMax: kioskLanguagesMax,
    };
  }

  /**
   * Offers a language or takes it back. Refuses with not-found (no such pack) | invalid-request (Vietnamese off, one too
   * many, an unreviewed pack without the word for it).
   */
  async offer(language: string, { offered, unreviewed }: LanguageOffer, by: Actor): Promise<void> {
    const { documents, currentQuestionnaire, stores, commit, calendar, clock, audit } = this.#services;
    const pack = documents.languagePacks(currentQuestionnaire()).find((one) => one.language === language);
    const isListed = stores.centre.policy().document.kioskLanguages.includes(language);
    if (pack === undefined && (offered || !isListed)) {
      throw new Refusal('not-found', 'there is no such language pack');
    }
    if (language === vietnamese && !offered) throw fault('offered', 'Vietnamese is always offered');
    if (offered && pack?.reviewed === false && !unreviewed) {
      throw fault('unreviewed', 'nobody has reviewed this pack');
    }
    const changed = await commit.submit((tx) => {
      // The newest version, which may hold more than the running server has taken up.
      const { document } = stores.centre.policy();
      const before = withVietnamese(document.kioskLanguages);
      if (before.includes(language) === offered) return before;
      const after = offered ? [...before, language] : before.filter((one) => one !== language);
      if (after.length > kioskLanguagesMax) {
        throw fault('offered', `a kiosk offers ${kioskLanguagesMax} languages at most`);
      }
      const version = stores.centre.addPolicy(tx, calendar.dayOf(clock()), {
        ...document,
        kioskLanguages: after,
      });
      audit.record(tx, {
        actor: by,
        action: 'language.offer',
        subject: `language:${language}`,
        detail: { offered, policy: version, ...(pack === undefined ? {} : { reviewed: pack.reviewed }) },
      });
      return after;
    });
    this.#adopt(changed);
  }
}

const withVietnamese = (languages: readonly string[]): string[] => [...new Set([vietnamese, ...languages])];

const fault = (path: string, message: string): Refusal =>
  new Refusal('invalid-request', message, { errors: [{ path, message }] });
