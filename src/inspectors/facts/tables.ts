import type { BlockingCallFact, RequestFunctionFact } from './blocking-calls.ts'
import type { BodyModelFact } from './body-models.ts'
import type { BullQueueFact, BullWorkerFact } from './bullmq.ts'
import type { CatchFact } from './catch.ts'
import type {
  CeleryAppFact,
  CeleryIncludeFact,
  CeleryQueueFact,
  CeleryScheduleFact,
  CelerySendFact,
  CeleryTaskFact,
  CeleryUnknownFact,
} from './celery.ts'
import type { ChanceFact } from './chance.ts'
import type {
  ComposeDependencyFact,
  ComposePortFact,
  ComposeReferenceFact,
  ComposeServiceFact,
  ComposeVariableFact,
  ComposeVolumeFact,
} from './compose.ts'
import type { CorsFact } from './cors.ts'
import type { DockerCopyFact, DockerInstructionFact, DockerStageFact } from './dockerfile.ts'
import type { DuplicateFieldFact } from './duplicate.ts'
import type { ElementFact } from './element.ts'
import type { EnvDeclarationFact } from './env-declarations.ts'
import type { EnvReadFact } from './env-reads.ts'
import type { SettingsFieldFact } from './env-reads-python.ts'
import type { ErrorNetFact, ExpressAppFact, ReactRootFact } from './error-net.ts'
import type { EventFact } from './event.ts'
import type { ExportFact, ModuleFact } from './export.ts'
import type { HookFact } from './hook.ts'
import type {
  BindingFact,
  EndpointFact,
  ExportedFact,
  HttpClientFact,
  MountFact,
  PathCallFact,
  PathConstantFact,
  RouteFact,
  RouterFact,
} from './http.ts'
import type { AmbientModuleFact, ImportFact, OpaqueLoadFact, PathMentionFact } from './import.ts'
import type { LoopQueryFact } from './loops.ts'
import type { McpToolFact } from './mcp-tools.ts'
import type { MigrationFact } from './migrations.ts'
import type { PackageDependencyFact, PackageFact, PackageScriptFact } from './packages.ts'
import type { PythonDependencyFact } from './python-dependencies.ts'
import type { PythonLinkFact, PythonNameFact } from './python-link.ts'
import type { PythonImportFact, PythonModuleFact, PythonPathFact, TextConstantFact } from './python-modules.ts'
import type { ColumnFilterFact } from './queries.ts'
import type { ResponseTypeFact } from './response-types.ts'
import type { RuffFact, RuffFailureFact } from './ruff.ts'
import type { DatabaseFact, TableColumnFact, TableIndexFact, TableReferenceFact } from './schema.ts'
import type { SecretFact } from './secrets.ts'
import type { SecurityNoteFact } from './security-notes.ts'
import type { SocketQueryFact } from './socket-queries.ts'
import type { SocketClientFact, SocketServerFact } from './sockets.ts'
import type { KeyConstantFact, StorageFact } from './storage.ts'
import type { Placed } from './store.ts'
import type { FunctionCountFact, StubFact, SubclassFact } from './stub.ts'
import type { SwitchFact } from './switches.ts'
import type { TestCaseFact, TestFileFact, TestImportFact } from './tests.ts'
import type { TodoFact } from './todo.ts'
import type { LaunchFact, WorkerFact, WorkerQueueFact } from './workers.ts'
import type { WorkflowFact, WorkflowJobFact, WorkflowStepFact } from './workflows.ts'

/** A file that its parser refused. */
export interface UnparsableFact extends Placed {
  readonly language: string
  readonly message: string
}

/**
 * Every kind of fact by its singular name. A group of facts is declared beside the collector that finds it and is
 * listed here, so that a query can name it.
 */
export interface FactTables {
  ambientModule: AmbientModuleFact
  binding: BindingFact
  blockingCall: BlockingCallFact
  bodyModel: BodyModelFact
  bullQueue: BullQueueFact
  bullWorker: BullWorkerFact
  catch: CatchFact
  celeryApp: CeleryAppFact
  celeryInclude: CeleryIncludeFact
  celeryQueue: CeleryQueueFact
  celerySchedule: CeleryScheduleFact
  celerySend: CelerySendFact
  celeryTask: CeleryTaskFact
  celeryUnknown: CeleryUnknownFact
  chance: ChanceFact
  columnFilter: ColumnFilterFact
  composeDependency: ComposeDependencyFact
  composePort: ComposePortFact
  composeReference: ComposeReferenceFact
  composeService: ComposeServiceFact
  composeVariable: ComposeVariableFact
  composeVolume: ComposeVolumeFact
  cors: CorsFact
  database: DatabaseFact
  devSwitch: SwitchFact
  dockerCopy: DockerCopyFact
  dockerInstruction: DockerInstructionFact
  dockerStage: DockerStageFact
  duplicateField: DuplicateFieldFact
  element: ElementFact
  endpoint: EndpointFact
  envDeclaration: EnvDeclarationFact
  envRead: EnvReadFact
  errorNet: ErrorNetFact
  event: EventFact
  export: ExportFact
  exported: ExportedFact
  expressApp: ExpressAppFact
  functionCount: FunctionCountFact
  hook: HookFact
  httpClient: HttpClientFact
  import: ImportFact
  keyConstant: KeyConstantFact
  launch: LaunchFact
  loopQuery: LoopQueryFact
  mcpTool: McpToolFact
  migration: MigrationFact
  module: ModuleFact
  mount: MountFact
  opaqueLoad: OpaqueLoadFact
  package: PackageFact
  packageDependency: PackageDependencyFact
  packageScript: PackageScriptFact
  pathCall: PathCallFact
  pathConstant: PathConstantFact
  pathMention: PathMentionFact
  pythonDependency: PythonDependencyFact
  pythonImport: PythonImportFact
  pythonLink: PythonLinkFact
  pythonModule: PythonModuleFact
  pythonName: PythonNameFact
  pythonPath: PythonPathFact
  reactRoot: ReactRootFact
  requestFunction: RequestFunctionFact
  responseType: ResponseTypeFact
  route: RouteFact
  router: RouterFact
  ruff: RuffFact
  ruffFailure: RuffFailureFact
  secret: SecretFact
  securityNote: SecurityNoteFact
  settingsField: SettingsFieldFact
  socketClient: SocketClientFact
  socketQuery: SocketQueryFact
  socketServer: SocketServerFact
  storage: StorageFact
  stub: StubFact
  subclass: SubclassFact
  tableColumn: TableColumnFact
  tableIndex: TableIndexFact
  tableReference: TableReferenceFact
  testCase: TestCaseFact
  testFile: TestFileFact
  testImport: TestImportFact
  textConstant: TextConstantFact
  todo: TodoFact
  unparsable: UnparsableFact
  worker: WorkerFact
  workerQueue: WorkerQueueFact
  workflow: WorkflowFact
  workflowJob: WorkflowJobFact
  workflowStep: WorkflowStepFact
}
