import type { Controller } from './controller.ts';

/** A card after ISO/IEC 7810 ID-1, the size of a citizen's identity card. */
const cardWidthMm = 85.6;

/** Makes millimetres of this screen's pixels: staff hold a card against the frame. */
export function Calibration({ controller }: { controller: Controller }) {
  const pixelsPerMm = controller.settings.value?.pixelsPerMm ?? 96 / 25.4;
  return (
    <>
      <label for="card">
        Đặt thẻ căn cước sát khung dưới, kéo cho khung rộng bằng thẻ · Make the frame as wide as an identity
        card
      </label>
      <input
        id="card"
        type="range"
        min="2"
        max="16"
        step="0.02"
        value={pixelsPerMm}
        onInput={(event) => void controller.saveSettings({ pixelsPerMm: Number(event.currentTarget.value) })}
      />
      <div class="card-room">
        <div class="card-frame" style={{ width: `${pixelsPerMm * cardWidthMm}px` }} />
      </div>
    </>
  );
}
