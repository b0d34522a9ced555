// API Extractor over the three entry points. Without --local a report that differs from the committed
// one is a failure: the public API changes only by a change of api-report/ that someone reviewed.
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root } from './run.mjs';

const local = process.argv.includes('--local');
const entries = {
  'rx-outlook': 'lib',
  'rx-outlook-operators': 'operators',
  'rx-outlook-testing': 'testing',
};

let failed = 0;
for (const [name, folder] of Object.entries(entries)) {
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: root(''),
      mainEntryPointFilePath: root(`dist/esm/${folder}/index.d.ts`),
      compiler: { tsconfigFilePath: root('config/tsconfig.esm.json') },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: root('api-report'),
        reportTempFolder: root('build/api-report'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-undocumented': { logLevel: 'error' },
          'ae-missing-release-tag': { logLevel: 'error' },
        },
        tsdocMessageReporting: { default: { logLevel: 'error' } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: root('package.json'),
  });
  const result = Extractor.invoke(config, {
    localBuild: local,
    messageCallback: (message) => {
      // It warns of a TypeScript newer than its own; the analysis is the same.
      if (message.messageId === 'console-compiler-version-notice') message.handled = true;
    },
  });
  if (!result.succeeded) failed += 1;
  if (result.apiReportChanged && !local) {
    console.error(
      `api-report/${name}.api.md is not up to date: run "npm run api -- --local", and review it.`,
    );
  }
}
console.log(
  `API reports: ${Object.keys(entries).length - failed} of ${Object.keys(entries).length} right`,
);
process.exitCode = failed === 0 ? 0 : 1;
