import { useState } from 'preact/hooks';
import type { OfficerCard as Card } from '../../shared/contract/common.ts';

/** Photo and name of who served; without a photo, or without the network to load it, the name alone. */
export function OfficerCard({ officer, caption }: { officer: Card; caption: string }) {
  const [broken, setBroken] = useState(false);
  return (
    <div class="officer">
      {officer.photoUrl && !broken && (
        <img src={officer.photoUrl} alt="" onError={() => setBroken(true)} draggable={false} />
      )}
      <p>
        <span>{caption}</span>
        <strong>{officer.name}</strong>
        {officer.position && <span>{officer.position}</span>}
      </p>
    </div>
  );
}
