// The server as a library, for benches and tools that run it in their own process.
export { sampleCentre, seedSampleRoster } from './cli/sample.ts';
export { type Context, createContext } from './context.ts';
export { jsonBody } from './http/request.ts';
export { type RunningServer, startServer } from './server.ts';
export { openDataFile } from './storage/database.ts';
