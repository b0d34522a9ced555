import type { Binary } from '../lib/binary.cjs';
import { type Loaded, load } from '../lib/load.js';
import { ownPlace, runtimeFolder } from '../lib/runtimeFolder.js';
import { desktop, type Desktop } from './addin/desktop.js';
import { statusFindings } from './addin/status.js';
import type { FindingsArguments } from './arguments.js';
import { binaryFindings } from './checks/binary.js';
import { developmentFinding, placeFinding } from './checks/bridge.js';
import { nodeFinding } from './checks/node.js';
import { profileFindings } from './checks/profiles.js';
import { stateFinding } from './checks/state.js';
import { tryToServe } from './checks/trial.js';
import { exitCodes } from './exitCodes.js';
import { type Finding, findingLines, findingsJson, isProblem } from './finding.js';
import { say } from './output.js';
import { manifest } from './version.js';

/** The environment of the checks; a test replaces it. */
export interface Patient {
  readonly node: string;
  readonly loaded: Loaded;
  /** Called on Windows only. */
  desktop(): Desktop;
  stateFinding: typeof stateFinding;
  profileFindings(): Promise<readonly Finding[]>;
  tryToServe(place: string): Promise<Error | undefined>;
}

const thisOne = (): Patient => ({
  node: process.versions.node,
  loaded: load(),
  desktop,
  stateFinding,
  profileFindings,
  tryToServe,
});

/** Runs every check; resolves with the exit code. */
export async function doctor(
  { json }: FindingsArguments,
  patient: Patient = thisOne(),
): Promise<number> {
  const findings = await examine(patient);
  if (json === true) say(findingsJson(findings));
  else findingLines(findings).forEach(say);
  return findings.some(isProblem) ? exitCodes.problem : exitCodes.ended;
}

async function examine(patient: Patient): Promise<Finding[]> {
  const { loaded, node } = patient;
  const ofPackage = [nodeFinding(node, manifest().engines.node), ...binaryFindings(loaded)];
  // All other checks use the binary.
  if (!('binary' in loaded)) return ofPackage;
  const { binary } = loaded;
  binary.setSurroundings(runtimeFolder(), ownPlace());
  const { backend, ...state } = await patient.stateFinding(binary.windows);
  const ofBridge = await bridgeFindings(binary, patient);
  return [
    state,
    ...ofPackage,
    ...(backend === 'automation' ? ofBridge.map(asNote) : ofBridge),
    ...(await patient.profileFindings()),
  ];
}

/** Where Outlook is read without the add-in, what keeps the add-in from serving is no problem; an unsafe place is. */
function asNote(finding: Finding): Finding {
  const isOfAddIn = finding.result === 'problem' && finding.check !== 'bridge-place';
  return isOfAddIn ? { ...finding, result: 'note' } : finding;
}

async function bridgeFindings(binary: Binary, patient: Patient): Promise<Finding[]> {
  const probed = await binary.probeBridge();
  const place = placeFinding(probed);
  if (binary.windows !== undefined) return [place, ...(await statusFindings(patient.desktop()))];
  return [
    place,
    ...(place.result === 'ok'
      ? [await developmentFinding(probed, manifest().version, (one) => patient.tryToServe(one))]
      : []),
  ];
}
