import { useEffect, useState } from 'preact/hooks';
import { Calibration } from './Calibration.tsx';
import type { Controller } from './controller.ts';
import { pinHashOf } from './device.ts';
import { kioskVersion } from './version.ts';

const triesMax = 5;
const closesAfterMs = 120_000;

const refusalTexts: Readonly<Record<string, string>> = {
  'already-rated': 'lượt đã được đánh giá',
  'invitation-expired': 'phiếu hết hạn',
  'unknown-invitation': 'phiếu không có',
  'unknown-counter': 'quầy không có',
  unreadable: 'bản ghi hỏng',
};

function PinPad({ controller, onOpen }: { controller: Controller; onOpen: () => void }) {
  const [pin, setPin] = useState('');
  const [tries, setTries] = useState(0);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { device, settings } = controller;
    const right = settings.value?.pinHash === (await pinHashOf(device.id ?? '', pin));
    if (right) return onOpen();
    setPin('');
    setTries(tries + 1);
    if (tries + 1 >= triesMax) controller.staff.value = false;
  };
  return (
    <form onSubmit={(event) => void submit(event)} autocomplete="off">
      <h1>Dành cho nhân viên · Staff</h1>
      <label for="pin">PIN</label>
      <input
        id="pin"
        type="password"
        inputmode="numeric"
        autocomplete="off"
        value={pin}
        maxLength={8}
        onInput={(event) => setPin(event.currentTarget.value)}
      />
      <button type="submit" class="primary">
        Mở · Open
      </button>
      <p class="failure" role="alert">
        {tries > 0 && 'PIN không đúng. · Wrong PIN.'}
      </p>
    </form>
  );
}

/** Counts and reasons, never content; calibration; sending again after a server was restored; unpairing. */
function Menu({ controller }: { controller: Controller }) {
  const [refusals, setRefusals] = useState<Record<string, number>>({});
  const [note, setNote] = useState('');
  const [sure, setSure] = useState(false);
  const status = controller.status.value;
  const settings = controller.settings.value;
  useEffect(() => {
    void controller.outbox.refusals().then(setRefusals);
  }, [controller]);
  const unpair = async (): Promise<void> => {
    if (!sure) {
      setSure(true);
      return;
    }
    await controller.device.unpair();
    location.reload();
  };
  return (
    <>
      <h1>Máy này · This device</h1>
      <dl>
        <dt>Nối máy chủ · Line</dt>
        <dd>{controller.online.value ? 'có · up' : 'mất · down'}</dd>
        <dt>Chạy khi mất mạng · Works offline</dt>
        <dd>{navigator.serviceWorker?.controller ? 'có · yes' : 'chưa, đang tải · not yet, loading'}</dd>
        <dt>Đợi gửi · Waiting</dt>
        <dd>
          {status?.waiting ?? 0}
          {status?.nearlyFull && ' (gần đầy, xin báo quản trị · nearly full)'}
        </dd>
        <dt>Đã gửi, còn giữ · Sent, still kept</dt>
        <dd>{status?.counts.acknowledged ?? 0}</dd>
        <dt>Máy chủ từ chối · Refused</dt>
        <dd>
          {status?.counts.refused ?? 0}
          {Object.entries(refusals).map(([reason, count]) => (
            <span key={reason}>
              {' '}
              · {refusalTexts[reason] ?? reason}: {count}
            </span>
          ))}
        </dd>
        <dt>Phiên bản, mã máy · Version, device</dt>
        <dd>
          {kioskVersion}, {controller.device.id?.slice(0, 8)}
        </dd>
      </dl>
      <Calibration controller={controller} />
      {controller.state.value?.place === 'exit' && (
        <>
          <label>
            <input
              type="checkbox"
              checked={settings?.hasKeyboard === true}
              onChange={(event) => void controller.saveSettings({ hasKeyboard: event.currentTarget.checked })}
            />
            Có bàn phím: cho viết ý kiến · A keyboard stands here: remarks can be typed
          </label>
          <label>
            <input
              type="checkbox"
              checked={settings?.hallScreen === true}
              onChange={(event) => void controller.saveSettings({ hallScreen: event.currentTarget.checked })}
            />
            Màn hình sảnh: chỉ hiện mã cho điện thoại · Hall screen: only the code for phones
          </label>
        </>
      )}
      <div class="ways">
        <button
          type="button"
          onClick={() =>
            void controller.outbox
              .resendAcknowledged()
              .then((count) =>
                setNote(`Gửi lại ${count} đánh giá; trùng không tính thêm. · ${count} sent again.`),
              )
          }
        >
          Gửi lại (sau khi khôi phục máy chủ) · Send again
        </button>
        <button type="button" onClick={() => void unpair()}>
          {sure ? 'Chắc chắn bỏ ghép? Chạm lần nữa · Sure?' : 'Bỏ ghép máy · Unpair'}
        </button>
        <button type="button" class="primary" onClick={() => (controller.staff.value = false)}>
          Đóng · Close
        </button>
      </div>
      <p role="status">{note}</p>
    </>
  );
}

export function StaffMenu({ controller }: { controller: Controller }) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      controller.staff.value = false;
    }, closesAfterMs);
    return () => clearTimeout(timer);
  }, [controller]);
  return (
    <div class="screen pair-screen">
      <main>
        {open ? (
          <Menu controller={controller} />
        ) : (
          <>
            <PinPad controller={controller} onOpen={() => setOpen(true)} />
            <button type="button" onClick={() => (controller.staff.value = false)}>
              Quay lại · Back
            </button>
          </>
        )}
      </main>
    </div>
  );
}
