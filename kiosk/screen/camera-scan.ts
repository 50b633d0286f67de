// Reads QR codes with the device's camera: frames go to the browser's own BarcodeDetector where there is one, else to jsQR,
// and nowhere else. The camera runs from `watch` until the signal aborts; then its light goes off.

export type CameraFailure = 'denied' | 'none';

interface Detector {
  detect(source: CanvasImageSource): Promise<{ rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}

const lookEveryMs = 200;
/** Frames are made this small before they are read: a slip at arm's length fills enough of them. */
const frameWidthMax = 800;

/** Whether the device says that it has a camera; asking needs no permission. */
export async function hasCamera(): Promise<boolean> {
  try {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    return devices.some((device) => device.kind === 'videoinput');
  } catch {
    return false;
  }
}

type Read = (frame: HTMLCanvasElement) => Promise<string | null>;

async function reader(): Promise<Read> {
  const Native = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (Native && (await Native.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) {
    const detector = new Native({ formats: ['qr_code'] });
    return async (frame) => (await detector.detect(frame))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import('jsqr');
  return async (frame) => {
    const { width, height } = frame;
    const pixels = frame.getContext('2d', { willReadFrequently: true })!.getImageData(0, 0, width, height);
    return jsQR(pixels.data, width, height, { inversionAttempts: 'dontInvert' })?.data ?? null;
  };
}

/**
 * Shows the camera in `video` and calls `onText` with every code that is read, until `signal` aborts.
 * Resolves to null once the picture runs, or to why it does not.
 */
export async function watch(
  video: HTMLVideoElement,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<CameraFailure | null> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'user', width: { ideal: 1280 } },
      audio: false,
    });
  } catch (error) {
    const refused = (error as DOMException).name === 'NotAllowedError';
    return refused ? 'denied' : 'none';
  }
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) {
    stop();
    return null;
  }
  signal.addEventListener('abort', stop, { once: true });
  video.srcObject = stream;
  try {
    const [read] = await Promise.all([reader(), video.play()]);
    void look(video, read, onText, signal);
    return null;
  } catch {
    stop();
    return signal.aborted ? null : 'none';
  }
}

async function look(
  video: HTMLVideoElement,
  read: Read,
  onText: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const frame = document.createElement('canvas');
  while (!signal.aborted) {
    const { videoWidth, videoHeight } = video;
    if (videoWidth > 0) {
      const scale = Math.min(1, frameWidthMax / videoWidth);
      frame.width = Math.round(videoWidth * scale);
      frame.height = Math.round(videoHeight * scale);
      frame.getContext('2d', { willReadFrequently: true })!.drawImage(video, 0, 0, frame.width, frame.height);
      const text = await read(frame).catch(() => null);
      if (text !== null && !signal.aborted) onText(text);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
