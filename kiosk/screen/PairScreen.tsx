import { useState } from 'preact/hooks';
import { pairingCodeOf } from '../../shared/pairing-code.ts';
import { Calibration } from './Calibration.tsx';
import type { Controller } from './controller.ts';
import { type PairFailure, pinHashOf } from './device.ts';

const failureTexts: Readonly<Record<PairFailure, string>> = {
  'unknown-code': 'Mã không đúng. Xin xem lại từng chữ. · Wrong code.',
  expired: 'Mã đã hết hạn. Xin lấy mã mới. · The code has expired.',
  'too-many': 'Thử nhiều lần quá. Xin đợi một phút. · Too many tries.',
  unreachable: 'Không nối được với máy chủ. · The server cannot be reached.',
  refused: 'Máy chủ từ chối ghép. · The server refused.',
};

/** For staff: the code from the administrator's page makes this browser a kiosk. `revoked`: it was one before. */
export function PairScreen({ controller, revoked }: { controller: Controller; revoked: boolean }) {
  const [code, setCode] = useState('');
  const [pin, setPin] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const waiting = controller.status.value?.waiting ?? 0;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const pairingCode = pairingCodeOf(code);
    if (pairingCode === null) {
      setFailure(failureTexts['unknown-code']);
      return;
    }
    if (pin !== '' && !/^\d{4,8}$/.test(pin)) {
      setFailure('PIN có 4 đến 8 chữ số. · A PIN has 4 to 8 digits.');
      return;
    }
    setBusy(true);
    const answer = await controller.device.pair(pairingCode).catch((): PairFailure => 'refused');
    setBusy(false);
    if (typeof answer === 'string') setFailure(failureTexts[answer]);
    else {
      if (pin !== '') await controller.saveSettings({ pinHash: await pinHashOf(answer.deviceId, pin) });
      location.reload();
    }
  };
  return (
    <div class="screen pair-screen">
      <main>
        <h1>Ghép máy này · Pair this device</h1>
        {revoked && (
          <p role="alert">
            Máy chủ không còn nhận máy này. Xin ghép lại. · The server no longer accepts this device.
          </p>
        )}
        {waiting > 0 && (
          <p>
            {waiting} đánh giá đang đợi gửi, vẫn được giữ. · {waiting} ratings are kept, waiting to be sent.
          </p>
        )}
        <form onSubmit={(event) => void submit(event)} autocomplete="off">
          <label for="code">Mã ghép, 8 ký tự, từ trang quản trị · Pairing code</label>
          <input
            id="code"
            name="code"
            value={code}
            maxLength={9}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
          <label for="pin">PIN tự đặt cho bảng nhân viên, 4-8 chữ số · Staff PIN, your choice</label>
          <input
            id="pin"
            name="pin"
            value={pin}
            inputmode="numeric"
            maxLength={8}
            autocomplete="off"
            onInput={(event) => setPin(event.currentTarget.value)}
          />
          <Calibration controller={controller} />
          <button type="submit" class="primary" disabled={busy}>
            Ghép · Pair
          </button>
          <p class="failure" role="alert">
            {failure}
          </p>
        </form>
      </main>
    </div>
  );
}
