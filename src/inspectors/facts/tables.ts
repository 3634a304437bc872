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
import type { ExportFact as ModuleExportFact, ModuleFact } from './export.ts'
import type { HookFact } from './hook.ts'
import type {
  BindingFact,
  EndpointFact,
  ExportFact,
  HttpClientFact,
  MountFact,
  PathCallFact,
  PathConstantFact,
  RouteFact,
  RouterFact,
} from './http.ts'
import type { AmbientModuleFact, ImportFact, OpaqueLoadFact, PathMentionFact } from './import.ts'
import type { LoopQueryFact } from './loops.ts'
import type { PythonDependencyFact } from './python-dependencies.ts'
import type { ResponseTypeFact } from './response-types.ts'
import type { SocketQueryFact } from './socket-queries.ts'
import type { McpToolFact } from './mcp-tools.ts'
import type { MigrationFact } from './migrations.ts'
import type { PackageDependencyFact, PackageFact, PackageScriptFact } from './packages.ts'
import type { PythonLinkFact, PythonNameFact } from './python-link.ts'
import type { PythonImportFact, PythonModuleFact, PythonPathFact, TextConstantFact } from './python-modules.ts'
import type { ColumnFilterFact } from './queries.ts'
import type { RuffFact, RuffFailureFact } from './ruff.ts'
import type { DatabaseFact, TableColumnFact, TableIndexFact, TableReferenceFact } from './schema.ts'
import type { SecretFact } from './secrets.ts'
import type { SecurityNoteFact } from './security-notes.ts'
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
  unparsable: UnparsableFact
  ambientModule: AmbientModuleFact
  catch: CatchFact
  chance: ChanceFact
  duplicateField: DuplicateFieldFact
  element: ElementFact
  errorNet: ErrorNetFact
  event: EventFact
  export: ModuleExportFact
  expressApp: ExpressAppFact
  functionCount: FunctionCountFact
  hook: HookFact
  import: ImportFact
  module: ModuleFact
  opaqueLoad: OpaqueLoadFact
  pathMention: PathMentionFact
  pythonLink: PythonLinkFact
  pythonName: PythonNameFact
  reactRoot: ReactRootFact
  storage: StorageFact
  stub: StubFact
  subclass: SubclassFact
  keyConstant: KeyConstantFact
  todo: TodoFact
  router: RouterFact
  mount: MountFact
  route: RouteFact
  pythonDependency: PythonDependencyFact
  endpoint: EndpointFact
  binding: BindingFact
  exported: ExportFact
  pathConstant: PathConstantFact
  pathCall: PathCallFact
  bodyModel: BodyModelFact
  mcpTool: McpToolFact
  socketClient: SocketClientFact
  socketServer: SocketServerFact
  socketQuery: SocketQueryFact
  responseType: ResponseTypeFact
  devSwitch: SwitchFact
  cors: CorsFact
  securityNote: SecurityNoteFact
  httpClient: HttpClientFact
  envRead: EnvReadFact
  settingsField: SettingsFieldFact
  envDeclaration: EnvDeclarationFact
  composeService: ComposeServiceFact
  composePort: ComposePortFact
  composeDependency: ComposeDependencyFact
  composeReference: ComposeReferenceFact
  composeVariable: ComposeVariableFact
  composeVolume: ComposeVolumeFact
  dockerStage: DockerStageFact
  dockerInstruction: DockerInstructionFact
  dockerCopy: DockerCopyFact
  workflow: WorkflowFact
  workflowJob: WorkflowJobFact
  workflowStep: WorkflowStepFact
  package: PackageFact
  packageScript: PackageScriptFact
  packageDependency: PackageDependencyFact
  testCase: TestCaseFact
  testImport: TestImportFact
  testFile: TestFileFact
  secret: SecretFact
  celeryApp: CeleryAppFact
  celeryTask: CeleryTaskFact
  celeryQueue: CeleryQueueFact
  celeryInclude: CeleryIncludeFact
  celerySchedule: CeleryScheduleFact
  celerySend: CelerySendFact
  celeryUnknown: CeleryUnknownFact
  bullQueue: BullQueueFact
  bullWorker: BullWorkerFact
  worker: WorkerFact
  workerQueue: WorkerQueueFact
  launch: LaunchFact
  pythonModule: PythonModuleFact
  pythonPath: PythonPathFact
  pythonImport: PythonImportFact
  textConstant: TextConstantFact
  tableColumn: TableColumnFact
  tableIndex: TableIndexFact
  tableReference: TableReferenceFact
  database: DatabaseFact
  migration: MigrationFact
  columnFilter: ColumnFilterFact
  loopQuery: LoopQueryFact
  blockingCall: BlockingCallFact
  requestFunction: RequestFunctionFact
  ruff: RuffFact
  ruffFailure: RuffFailureFact
}
