// Schemas read this setting when they are made: whatever imports a schema imports this file before it.
import { z } from 'zod';

// Compiled parsers need `new Function`, which the Content-Security-Policy refuses and the browser then reports.
z.config({ jitless: true });
