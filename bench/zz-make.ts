import { writeBundle } from '/work/wt/witness/shared/ledger/bundle/write.ts';
import { night, random, TestLedger } from '/work/wt/witness/test/ledger/test-ledger.ts';
import { nativeRunningSha256, nativeSha256, newBundleDirectory } from '/work/wt/witness/server/ledger/bundle-directory.ts';
const responses=Number(process.argv[2]); const ledger=new TestLedger(); const draw=random(20261014); const per=Math.ceil(responses/250); const first=Date.UTC(2026,0,5);
for (let made=0,n=0; made<responses; made+=per,n++){const day=new Date(first+n*86400000).toISOString().slice(0,10); const p=night({day,responses:Math.min(per,responses-made),officers:60},draw); ledger.seal(p.responses,p.tallies);}
ledger.publish('levels-2026','levels/1','2026');
await writeBundle(ledger.source(), await newBundleDirectory(process.argv[3]!), {kind:'auditors',period:'all',signer:ledger.key,hash:nativeSha256,runningHash:nativeRunningSha256});
