// What citizens wrote: severed from their response at the seal, readable first by the one person who clears it of
// personal data, then by those it was released to. Officers never see comments.
//
// Each text is sealed under a key of its own, which lies in another file (storage/comment-keys.ts). Redacting puts the
// new text under a new key; erasing keeps the row without text. Both then destroy the old key, which reaches every older
// copy of the database, because no copy holds a key.
//
// Whom a comment is about shows only when enough responses of that officer and month are in the ledger to hide among.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { matcherOf } from '../../shared/comments/folded-text.ts';
import {
  type Comment,
  type CommentList,
  type CommentTag,
  commentTags,
} from '../../shared/contract/comments.ts';
import type { Actor } from '../access/audit-trail.ts';
import { reachFaultPoint } from '../fault-point.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../services.ts';
import type { CommentKey, CommentKeys } from '../storage/comment-keys.ts';
import type { CommentRow } from '../storage/comment-store.ts';
import type { Tx } from '../storage/database.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const idBytes = 16;
const keyIdBytes = 16;
/** Comments a question looks through, newest month first: some ten years of a busy centre. */
const searchedMax = 50_000;

type CommentServices = Pick<Services, 'random' | 'stores' | 'commit' | 'policy' | 'audit'>;

export interface CommentQuestion {
  state: 'waiting' | 'released';
  period: string | null;
  tag: CommentTag | null;
  text: string;
  after: string | null;
  limit: number;
}

export class Comments {
  readonly #services: CommentServices;
  readonly #keys: CommentKeys;

  constructor(services: CommentServices, keys: CommentKeys) {
    this.#services = services;
    this.#keys = keys;
  }

  /** Takes over the night's comments. Keys are durable before the transaction is: a crash leaves keys without a text. */
  keep(tx: Tx, comments: readonly { officer: string; period: string; text: string }[]): void {
    if (comments.length === 0) return;
    const { random, stores } = this.#services;
    const rows = comments
      .map(({ officer, period, text }) => {
        const id = random(idBytes);
        return { id, officer, period, ...this.#seal(id, text) };
      })
      // SQLite lays rows into a page as they come: by random id, so that the file of keys keeps no order of arrival.
      .sort((a, b) => Buffer.compare(a.key.id, b.key.id));
    this.#keys.add(rows.map(({ key }) => key));
    reachFaultPoint('seal:comment-keys');
    stores.comments.add(
      tx,
      rows.map(({ id, officer, period, sealed }) => ({ id, officer, period, sealed })),
    );
  }

  /**
   * Destroys keys that no text needs: a crash left them, or an older copy of the database was put in place. For the
   * process that has the data directory to itself, outside a seal's transaction.
   */
  finish(): void {
    this.#keys.keepOnly(this.#services.stores.comments.sealed().map(keyIdOf));
  }

  list(question: CommentQuestion): Omit<CommentList, 'waiting'> {
    const fits = matcherOf(question.text);
    const found = this.#services.stores.comments
      .comments(question.state, question.period, searchedMax)
      .map(this.#opener())
      .filter(({ tags }) => question.tag === null || tags.includes(question.tag))
      .filter(({ text }) => question.text === '' || (text !== null && fits(text)));
    const themes = commentTags
      .map((tag) => ({ tag, count: found.filter(({ tags }) => tags.includes(tag)).length }))
      .filter(({ count }) => count > 0);
    const start = question.after === null ? 0 : found.findIndex(({ id }) => id === question.after) + 1;
    const comments = found.slice(start, start + question.limit);
    const isLast = start + question.limit >= found.length;
    return { comments, next: isLast ? null : (comments.at(-1)?.id ?? null), total: found.length, themes };
  }

  waiting(): number {
    return this.#services.stores.comments.counts().waiting;
  }

  /**
   * Lets others read the text as given. A changed text goes under a new key and the first one is gone for good. Refuses
   * with not-found | already-erased | draft-changed (somebody else cleared it meanwhile: theirs stands).
   */
  async release(actor: Actor, id: string, text: string, tags: readonly CommentTag[]): Promise<Comment> {
    const { stores, commit, audit } = this.#services;
    const before = this.#row(id);
    const old = this.#text(before);
    if (old === null) throw new Refusal('already-erased', 'the text of this comment is gone');
    const changed = old === text ? null : this.#seal(before.id, text);
    if (changed !== null) this.#keys.add([changed.key]);
    const sealed = changed?.sealed ?? before.sealed;
    const row: CommentRow = { ...before, state: 'released', sealed, tags: [...new Set(tags)] };
    try {
      await commit.submit((tx) => {
        // What was erased meanwhile must not come back, nor a text that another person has taken words out of.
        if (this.#row(id).sealed?.equals(before.sealed!) !== true)
          throw new Refusal('draft-changed', 'somebody has cleared this comment meanwhile');
        stores.comments.put(tx, row);
        const detail = { redacted: changed === null ? 'no' : 'yes' };
        audit.record(tx, { actor, action: 'comment.release', subject: `comment:${id}`, detail });
      });
    } catch (error) {
      if (changed !== null) this.#keys.destroy(changed.key.id);
      throw error;
    }
    if (changed !== null) this.#keys.destroy(keyIdOf(before.sealed!));
    return this.#opener()(row);
  }

  /** Takes a released comment back into the queue. Refuses with not-found | already-erased. */
  async withdraw(actor: Actor, id: string): Promise<Comment> {
    const { stores, commit, audit } = this.#services;
    const row = await commit.submit((tx) => {
      const waiting: CommentRow = { ...this.#row(id), state: 'waiting' };
      stores.comments.put(tx, waiting);
      audit.record(tx, { actor, action: 'comment.withdraw', subject: `comment:${id}` });
      return waiting;
    });
    return this.#opener()(row);
  }

  /** Erases the text for good, here and in every copy. The row stays, so that the number of comments stays true. */
  async erase(actor: Actor, id: string): Promise<void> {
    const { stores, commit, audit } = this.#services;
    const sealed = await commit.submit((tx) => {
      const before = this.#row(id);
      stores.comments.put(tx, { ...before, state: 'erased', sealed: null, tags: [] });
      audit.record(tx, { actor, action: 'comment.erase', subject: `comment:${id}` });
      return before.sealed;
    });
    this.#keys.destroy(keyIdOf(sealed!));
  }

  close(): void {
    this.#keys.close();
  }

  #row(id: string): CommentRow {
    const row = this.#services.stores.comments.comment(Buffer.from(id, 'hex'));
    if (row === undefined) throw new Refusal('not-found', 'no such comment');
    if (row.state === 'erased') throw new Refusal('already-erased', 'this comment was erased');
    return row;
  }

  /** Reads rows as their readers see them; counts the ledger once for each officer and month. */
  #opener(): (row: CommentRow) => Comment {
    const { stores, policy } = this.#services;
    const hidden = new Map<string, boolean>();
    const isHidden = (officer: string, period: string): boolean => {
      const key = `${officer}\t${period}`;
      const known =
        hidden.get(key) ?? stores.responses.publishedCount(officer, period) < policy().groupMinimum;
      hidden.set(key, known);
      return known;
    };
    return (row) => ({
      id: row.id.toString('hex'),
      officer: isHidden(row.officer, row.period) ? null : row.officer,
      period: row.period,
      state: row.state,
      text: this.#text(row),
      tags: row.tags as CommentTag[],
    });
  }

  /** Seals a text under a new key: key id || nonce || ciphertext || tag, the comment's id bound in. */
  #seal(id: Buffer, text: string): { sealed: Buffer; key: CommentKey } {
    const { random } = this.#services;
    const key: CommentKey = { id: random(keyIdBytes), key: random(keyBytes) };
    const nonce = random(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(id);
    const body = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return { sealed: Buffer.concat([key.id, nonce, ...body]), key };
  }

  /** Null when the key is gone. */
  #text({ id, sealed }: CommentRow): string | null {
    if (sealed === null) return null;
    const key = this.#keys.key(keyIdOf(sealed));
    if (key === null) return null;
    const nonce = sealed.subarray(keyIdBytes, keyIdBytes + nonceBytes);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(id);
    decipher.setAuthTag(sealed.subarray(-tagBytes));
    const body = decipher.update(sealed.subarray(keyIdBytes + nonceBytes, -tagBytes));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  }
}

const keyIdOf = (sealed: Buffer): Buffer => sealed.subarray(0, keyIdBytes);
