import { type FaceLevel, faceEyes, faceHead, faceMouths, faceViewBox } from '../faces.ts';

/** Decorative: the label beside it says what it means. */
export function FaceIcon({ level }: { level: FaceLevel }) {
  const mouth = faceMouths[level];
  return (
    <svg class="face-icon" viewBox={faceViewBox} aria-hidden="true">
      <path d={faceHead} />
      <path d={faceEyes} />
      <path class={mouth.filled ? 'filled' : undefined} d={mouth.d} />
    </svg>
  );
}
