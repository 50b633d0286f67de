// The way to delete a survey, asked about in place.
import { useSignal } from '@preact/signals';
import { Confirm } from '../components/Confirm.tsx';
import { Failure } from '../components/Failure.tsx';
import { useTask } from '../components/use-task.ts';
import { deleteSurvey } from './field-surveys-api.ts';
import { text } from './texts.ts';

export function DeleteSurvey({ id, name, onDeleted }: { id: string; name: string; onDeleted: () => void }) {
  const isAsked = useSignal(false);
  const task = useTask();
  const remove = async () => {
    const isDone = await task.run(() => deleteSurvey(id));
    if (isDone) onDeleted();
  };
  return (
    <>
      {task.failure.value !== null && <Failure error={task.failure.value} />}
      {isAsked.value ? (
        <Confirm
          question={text('deleteAsk', { name })}
          warning={text('deleteWarn')}
          yes={text('deleteYes')}
          busy={task.busy.value}
          onYes={() => void remove()}
          onNo={() => {
            isAsked.value = false;
          }}
        />
      ) : (
        <p>
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsked.value = true;
            }}
          >
            {text('delete')}
          </button>
        </p>
      )}
    </>
  );
}
