// The data of a report, as Xmrl.Runs.Reports describes and checks it: same names, in camelCase. Missing means "not reached".

export type Pair = [number, number];
export type ReportStatusLevel = "info" | "warning" | "error";
export type ReportTaskSet = "training" | "validation" | "test";
export type ReportPhase = "before" | "after";
export type ReportOutcome = "repaired" | "kept" | "nothingToRepair" | "undecided" | "unfinished";
export type ReportShape = "rectangle" | "disc" | "line" | "points" | "bars";
export type ReportRole = "path" | "goal" | "obstacle" | "start" | "region" | "reference" | "limit" | "fault" | "context";
export type ReportSolid = "sphere" | "capsule" | "ellipsoid" | "cylinder" | "box";
export type ReportAimKind = "place" | "direction" | "velocity";

export interface ReportData {
  schemaVersion: number;
  identity: ReportIdentity;
  score: ReportScore;
  protocol: ReportEntry[];
  scene?: ReportScene;
  tasks: ReportTask[];
  stages: ReportStage[];
  profile?: ReportProfile;
  curves: ReportCurve[];
  adaptation: ReportCurve[];
  explanation?: ReportExplanation;
  diagnosis?: ReportDiagnosis;
  augmentation?: ReportAugmentation;
  methods: ReportMethod[];
  controlName?: string;
  perTask: ReportTaskScores[];
  episodes: ReportEpisode[];
  replays?: ReportReplays;
}

export interface ReportIdentity {
  title: string;
  decision?: ReportDecision;
  verdict?: string;
  experiment: string;
  environmentId: string;
  seed: string;
  commandLine: string;
  createdAt: string;
  durationSeconds: number;
  versions: ReportEntry[];
  configurationYaml: string;
  statuses: ReportStatus[];
}

export interface ReportDecision {
  outcome: ReportOutcome;
  sentence: string;
  isQuick: boolean;
  file?: string;
}

export interface ReportEntry {
  name: string;
  value: string;
}

export interface ReportStatus {
  level: ReportStatusLevel;
  text: string;
}

export interface ReportScore {
  name: string;
  isShare: boolean;
  unit?: string;
  degradedBy: number;
}

export interface ReportScene {
  pictures: ReportPicture[];
  marks: ReportMark[];
  maps: ReportTaskMap[];
  note?: string;
}

export interface ReportPicture {
  name: string;
  title: string;
  x: ReportAxis;
  y: ReportAxis;
  isPlace: boolean;
  isDetail: boolean;
}

export interface ReportAxis {
  label: string;
  unit?: string;
  low?: number;
  high?: number;
  isDate: boolean;
}

export interface ReportMark {
  picture: string;
  shape: ReportShape;
  role: ReportRole;
  label: string;
  points: Pair[];
  radius?: number;
}

export interface ReportTaskMap {
  title: string;
  x: string;
  y?: string;
  unit?: string;
}

export interface ReportTask {
  id: string;
  set: ReportTaskSet;
  name?: string;
  parameters: Record<string, number>;
  isPoor: boolean;
  isCritical: boolean;
  influence?: ReportInfluence;
  marks: ReportMark[];
}

export interface ReportInfluence {
  weight: number;
  low?: number;
  high?: number;
  noInterval?: string;
  rank: number;
}

export interface ReportStage {
  name: string;
  iterations: number;
  interactions: number;
  seconds: number;
}

export interface ReportProfile {
  phases: ReportPhaseTime[];
  stepsPerSecond?: number;
  coresUsed?: number;
}

export interface ReportPhaseTime {
  name: string;
  seconds: number;
}

export interface ReportCurve {
  stage: string;
  label: string;
  xLabel: string;
  yLabel: string;
  isShare: boolean;
  points: ReportCurvePoint[];
}

export interface ReportCurvePoint {
  x: number;
  y?: number;
  low?: number;
  high?: number;
}

export interface ReportExplanation {
  method: string;
  replicateCorrelation?: number;
  solverStatus?: string;
  uniformWeight?: number;
}

export interface ReportDiagnosis {
  sentences: string[];
  kinds: ReportKind[];
}

export interface ReportKind {
  description: string;
  tasks: string[];
  cause: string;
  confidence: number;
  remedy: string;
  isPrescribed: boolean;
  evidence: string[];
}

export interface ReportAugmentation {
  law: string;
  parameters: ReportLawParameter[];
  densityBefore: Pair[];
  densityAfter: Pair[];
  estimator: string;
  steps: ReportAugmentationStep[];
  infeasibleShare?: number;
}

export interface ReportLawParameter {
  name: string;
  before: number;
  after?: number;
}

export interface ReportAugmentationStep {
  iteration: number;
  information?: number;
  lower?: number;
  upper?: number;
  mean?: number;
  standardDeviation?: number;
}

export interface ReportEstimate {
  value: number;
  low?: number;
  high?: number;
  noInterval?: string;
}

export interface ReportDifference {
  value: number;
  low?: number;
  high?: number;
  p?: number;
  noInterval?: string;
  noTest?: string;
}

export interface ReportMethod {
  name: string;
  description: string;
  isControl: boolean;
  isOurs: boolean;
  seeds: number;
  mean?: ReportEstimate;
  iqm?: ReportEstimate;
  poor?: ReportEstimate;
  nonPoor?: ReportEstimate;
  cvar?: ReportEstimate;
  degradedShare?: number;
  degradedMeanDrop?: number;
  interactions: number;
  differenceToBase?: ReportDifference;
  poorDifferenceToBase?: ReportDifference;
  nonPoorDifferenceToBase?: ReportDifference;
  differenceToControl?: ReportDifference;
  poorDifferenceToControl?: ReportDifference;
}

export interface ReportTaskScores {
  taskId: string;
  scores: Record<string, number>;
}

export interface ReportEpisode {
  taskId: string;
  phase: ReportPhase;
  isAdapted: boolean;
  return?: number;
  succeeded?: boolean;
  marks: ReportMark[];
  facts: ReportFact[];
}

export interface ReportFact {
  name: string;
  value: number;
  isShare: boolean;
  unit?: string;
}

export interface ReportReplays {
  secondsPerStep: number;
  models: ReportBodyModel[];
  episodes: ReportReplay[];
}

export interface ReportBodyModel {
  bodies: ReportBody[];
  shapes: ReportShape3D[];
  followed?: number;
  ground: number;
  centre: number[];
  radius: number;
}

export interface ReportBody {
  name: string;
  group: string;
}

export interface ReportShape3D {
  body: number;
  kind: ReportSolid;
  size: number[];
  position: number[];
  rotation: number[];
}

export interface ReportAim {
  label: string;
  kind: ReportAimKind;
  vector: number[];
}

export interface ReportReplay {
  taskId: string;
  phase: ReportPhase;
  isAdapted: boolean;
  return?: number;
  succeeded?: boolean;
  aims: ReportAim[];
  model: number;
  steps: number;
  every: number;
  low: number[];
  high: number[];
  tracks: string[];
}
