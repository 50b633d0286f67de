// One template: its parts, criteria and weights as they hold today, and the form that moves them.
import { locale } from '../i18n/locale.ts';
import type { Positions, Template } from './positions-api.ts';
import { pos } from './texts.ts';
import { WeightsForm } from './WeightsForm.tsx';
import { changeInForce, movableParts, weightKey, weightsOf, weightText } from './weights.ts';

interface Props {
  template: Template;
  data: Positions;
  isEdited: boolean;
  mayChange: boolean;
  onEdit: () => void;
  /** True when weights were saved. */
  onDone: (isSaved: boolean) => Promise<void>;
}

export function TemplateCard({ template, data: { list, held }, isEdited, mayChange, onEdit, onDone }: Props) {
  const language = locale.value;
  const title = template.title[language];
  const policy = list.policy?.number ?? 0;
  const weights = weightsOf(
    template,
    changeInForce(list.changes, { policy, position: template.id, officer: null, day: held.today }),
  );
  const isMovable = movableParts(template).length > 0;
  const remarks = [
    pos('code', { id: template.id }),
    ...(template.id === list.defaultPosition ? [pos('default')] : []),
    ...(template.leader ? [pos('leader')] : []),
  ];
  return (
    <section class="card" aria-labelledby={`position-${template.id}`} data-template={template.id}>
      <h3 id={`position-${template.id}`}>{title}</h3>
      <p class="muted">{remarks.join(' · ')}</p>
      <table class="table table-stacked">
        <thead>
          <tr>
            <th scope="col">{pos('criterion')}</th>
            <th scope="col">{pos('part')}</th>
            <th scope="col">{pos('weight')}</th>
            <th scope="col">{pos('kind')}</th>
            <th scope="col">{pos('required')}</th>
          </tr>
        </thead>
        <tbody>
          {template.parts.flatMap((part) =>
            part.criteria.map(({ id, label, kind, weight, required }) => {
              const now = weights[weightKey(part.id, id)] ?? weight;
              return (
                <tr key={weightKey(part.id, id)}>
                  <th scope="row">{label[language]}</th>
                  <td data-label={pos('part')}>
                    {part.label[language]}
                    <div class="muted">{pos('share', { share: weightText(part.share, language) })}</div>
                  </td>
                  <td data-label={pos('weight')}>
                    {weightText(now, language)}
                    {now !== weight && (
                      <div class="muted">{pos('moved', { weight: weightText(weight, language) })}</div>
                    )}
                  </td>
                  <td data-label={pos('kind')}>{pos(`kind.${kind}`)}</td>
                  <td data-label={pos('required')}>{pos(required ? 'required.yes' : 'required.no')}</td>
                </tr>
              );
            }),
          )}
        </tbody>
      </table>
      {!isMovable && <p class="muted">{pos('fixed')}</p>}
      {isMovable && mayChange && !isEdited && (
        <div class="row">
          <button type="button" class="button" aria-label={pos('changeOf', { title })} onClick={onEdit}>
            {pos('change')}
          </button>
        </div>
      )}
      {isMovable && isEdited && list.bounds !== null && (
        <WeightsForm
          template={template}
          bounds={list.bounds}
          changes={list.changes}
          policy={policy}
          today={held.today}
          officers={held.positions.flatMap(({ officers }) => officers)}
          onDone={onDone}
        />
      )}
    </section>
  );
}
