// The results of a closed survey: overall, by factor, by question, each as a table with its number of respondents.
import { useSignal } from '@preact/signals';
import { useCallback, useEffect } from 'preact/hooks';
import type { QuestionResult, SurveyResults, SurveyShare } from '../../shared/contract/field-surveys.ts';
import { Failure } from '../components/Failure.tsx';
import { Loading } from '../components/Loading.tsx';
import { formatShare, locale } from '../i18n/locale.ts';
import { readResults, resultsCsvUrl } from './field-surveys-api.ts';
import { text } from './texts.ts';

export function Results({ id }: { id: string }) {
  const results = useSignal<SurveyResults | null>(null);
  const failure = useSignal<unknown>(null);
  const load = useCallback(async () => {
    try {
      results.value = await readResults(id);
      failure.value = null;
    } catch (error) {
      failure.value = error;
    }
  }, [id, results, failure]);
  useEffect(() => {
    void load();
  }, [load]);
  if (failure.value !== null) return <Failure error={failure.value} onRetry={() => void load()} />;
  const shown = results.value;
  if (shown === null) return <Loading />;
  return <ResultsView results={shown} />;
}

function ResultsView({ results }: { results: SurveyResults }) {
  const { overall, factors, id } = results;
  let number = 0;
  return (
    <>
      <section class="card" aria-labelledby="results">
        <h2 id="results">{text('results')}</h2>
        {overall.state === 'insufficient-data' && <p>{text('tooFewHint')}</p>}
        <table class="table table-stacked">
          <thead>
            <tr>
              <th scope="col">{text('index')}</th>
              <th scope="col">{text('satisfied')}</th>
              <th scope="col">{text('interval')}</th>
              <th scope="col">{text('n')}</th>
            </tr>
          </thead>
          <tbody>
            <tr class="survey-overall">
              <th scope="row">{text('overall')}</th>
              <ShareCells share={overall} />
            </tr>
            {factors.map(({ label, index }, place) => (
              <tr key={`${place} ${label.vi}`}>
                <th scope="row">{label[locale.value]}</th>
                {index === null ? <td colSpan={3}>–</td> : <ShareCells share={index} />}
              </tr>
            ))}
          </tbody>
        </table>
        <p class="muted">{text('indexHint')}</p>
        <p>
          <a class="button" href={resultsCsvUrl(id)} download>
            {text('csv')}
          </a>
        </p>
      </section>
      {factors.map(({ label, questions }, place) => (
        <section key={`${place} ${label.vi}`} class="card" aria-labelledby={`factor-${place}`}>
          <h2 id={`factor-${place}`}>
            {text('factor', { n: place + 1 })}. {label[locale.value]}
          </h2>
          {questions.map((question) => {
            number += 1;
            return <Question key={number} question={question} number={number} />;
          })}
        </section>
      ))}
    </>
  );
}

function ShareCells({ share }: { share: SurveyShare }) {
  if (share.state === 'insufficient-data') {
    return (
      <td colSpan={3} data-label={text('satisfied')}>
        {text('tooFew', { minimum: share.minimum })}
      </td>
    );
  }
  return (
    <>
      <td data-label={text('satisfied')}>{formatShare(share.share, locale.value)}</td>
      <td data-label={text('interval')}>{intervalText(share.interval)}</td>
      <td data-label={text('n')}>{share.n}</td>
    </>
  );
}

const intervalText = ([low, high]: readonly [number, number]): string =>
  `${formatShare(low, locale.value)} – ${formatShare(high, locale.value)}`;

function Question({ question, number }: { question: QuestionResult; number: number }) {
  const { label, counts, n, satisfied } = question;
  const title = `${number}. ${label[locale.value]}`;
  if (counts === null || n === null) {
    const minimum = satisfied?.state === 'insufficient-data' ? satisfied.minimum : null;
    return (
      <div class="survey-question">
        <h3>{title}</h3>
        <p class="muted">{minimum === null ? text('tooFewHint') : text('tooFew', { minimum })}</p>
      </div>
    );
  }
  return (
    <div class="survey-question">
      <h3>{title}</h3>
      <p>
        {text('n')}: {n}
        {satisfied?.state === 'ok' && (
          <>
            . {text('satisfied')}: <strong>{formatShare(satisfied.share, locale.value)}</strong> (
            {intervalText(satisfied.interval)})
          </>
        )}
      </p>
      <table class="table survey-counts">
        <thead>
          <tr>
            <th scope="col">{text('answer')}</th>
            <th scope="col" class="survey-bar-head">
              <span class="visually-hidden">{text('share')}</span>
            </th>
            <th scope="col">{text('amount')}</th>
            <th scope="col">{text('share')}</th>
          </tr>
        </thead>
        <tbody>
          {[...counts].reverse().map(({ label: answer, count }) => (
            <tr key={answer.vi}>
              <th scope="row">{answer[locale.value]}</th>
              <td class="survey-bar">
                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                  <rect class="levels-track" width="100" height="8" />
                  <rect class="levels-fill-4" width={(100 * count) / n} height="8" />
                </svg>
              </td>
              <td>{count}</td>
              <td>{formatShare(count / n, locale.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
