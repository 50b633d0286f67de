// The live line to the server: socket.io `/kiosk`. Proves the device by its key, receives offers, sends heartbeats.
// Nothing that a citizen does waits for it.
import { io, type Socket } from 'socket.io-client';
import { type Heartbeat, type Hello, heartbeatAnswerSchema } from '../../shared/contract/devices.ts';
import { type PresenceShown, presenceShownSchema } from '../../shared/contract/presence.ts';
import { type Offer, offerSchema } from '../../shared/contract/visits.ts';
import type { Device } from './device.ts';
import { kioskVersion } from './version.ts';

const heartbeatMs = 30_000;

export interface LineEvents {
  /** Paired and heard: a good moment to send what waits. */
  welcome(): void;
  offer(offer: Offer): void;
  /** The offer of this invitation is over; null: whatever is offered. */
  idle(invitation: string | null): void;
  /** What the kiosk is or asks has changed. */
  refresh(): void;
  online(online: boolean): void;
  /** The presence code to show now; null: none. */
  presence(shown: PresenceShown | null): void;
  /** A backup that began so many seconds ago holds what was acknowledged before. */
  backedUp(ageSeconds: number): void;
  /** The server does not accept this device any more. */
  refused(): void;
}

interface BatteryManager {
  level: number;
}

/** Some browsers never answer for a page in the background; a sign of life must not wait for that. */
const batteryMsMax = 1_000;

/** Charge in [0, 1]; undefined on browsers without the Battery Status API, or when they do not answer. */
async function batteryLevel(): Promise<number | undefined> {
  const read = (navigator as { getBattery?: () => Promise<BatteryManager> }).getBattery;
  try {
    if (!read) return undefined;
    const silence = new Promise<undefined>((resolve) => setTimeout(resolve, batteryMsMax));
    return (await Promise.race([read.call(navigator), silence]))?.level;
  } catch {
    return undefined;
  }
}

/** Opens the line and keeps it open; returns how to close it. */
export function openLine(device: Device, outboxSize: () => number, events: LineEvents): () => void {
  const socket: Socket = io('/kiosk', { transports: ['websocket', 'polling'] });
  let heartbeats: ReturnType<typeof setInterval> | undefined;

  const report = async (): Promise<Heartbeat> => {
    const battery = await batteryLevel();
    return {
      outboxSize: outboxSize(),
      version: kioskVersion,
      ...(battery !== undefined && { battery }),
    };
  };

  const beat = async (): Promise<void> => {
    const message: Heartbeat = await report();
    if (!socket.connected) return;
    socket.emit('heartbeat', message, (answer: unknown) => {
      const ageSeconds = heartbeatAnswerSchema.safeParse(answer).data?.backupAgeSeconds ?? null;
      if (ageSeconds !== null) events.backedUp(ageSeconds);
    });
  };

  socket.on('challenge', async (challenge: { nonce: string }) => {
    const hello: Hello = {
      deviceId: device.id ?? '',
      signature: await device.signSocket(challenge.nonce),
      outboxSize: outboxSize(),
      version: kioskVersion,
    };
    socket.emit('hello', hello);
  });
  socket.on('welcome', () => {
    clearInterval(heartbeats);
    heartbeats = setInterval(() => void beat(), heartbeatMs);
    void beat();
    events.online(true);
    events.welcome();
  });
  socket.on('offer', (message: unknown) => {
    const offer = offerSchema.safeParse(message);
    if (offer.success) events.offer(offer.data);
    else console.error('the server sent an offer of another shape', offer.error.message);
  });
  socket.on('idle', (message?: { invitation?: string }) => events.idle(message?.invitation ?? null));
  socket.on('refresh', () => events.refresh());
  socket.on('presence', (message: unknown) => {
    const shown = presenceShownSchema.safeParse(message);
    events.presence(shown.success ? shown.data : null);
  });
  socket.on('refused', () => events.refused());
  socket.on('connect_error', () => events.online(false));
  socket.on('disconnect', (reason) => {
    clearInterval(heartbeats);
    events.presence(null);
    events.online(false);
    // socket.io does not come back by itself after the server has closed the line.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 5_000 + Math.random() * 5_000);
  });

  return () => {
    clearInterval(heartbeats);
    socket.close();
  };
}
