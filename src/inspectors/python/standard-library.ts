import type { WantedImport } from './change-imports.ts'

const roots = new Set(
  'abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath codecs collections colorsys concurrent configparser contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis email enum errno fcntl filecmp fileinput fnmatch fractions functools gc getopt getpass gettext glob gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox math mimetypes multiprocessing numbers operator os pathlib pickle pkgutil platform plistlib pprint profile pwd queue quopri random re resource runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit token tokenize tomllib traceback tracemalloc types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser xml xmlrpc zipfile zipimport zlib zoneinfo'.split(
    ' ',
  ),
)

/** Whether a module belongs to Python itself. */
export function isStandard(module: string): boolean {
  return roots.has(module.split('.')[0] ?? '')
}

/** Modules that are called by their own name, with what is asked of them when nothing else can be meant. */
const modules: Readonly<Record<string, string>> = {
  asyncio:
    'CancelledError Event Future Lock Queue Semaphore Task TimeoutError all_tasks as_completed create_subprocess_exec create_subprocess_shell create_task current_task ensure_future gather get_event_loop get_running_loop iscoroutinefunction new_event_loop run run_coroutine_threadsafe set_event_loop shield sleep to_thread wait wait_for',
  base64: 'b64decode b64encode urlsafe_b64decode urlsafe_b64encode',
  csv: 'DictReader DictWriter reader writer',
  datetime: 'UTC date datetime timedelta timezone',
  functools: 'cache cached_property lru_cache partial reduce wraps',
  hashlib: 'blake2b md5 new pbkdf2_hmac sha1 sha256 sha384 sha512',
  hmac: 'HMAC compare_digest digest new',
  inspect:
    'getdoc getfile getmembers getmodule getsource isawaitable isclass iscoroutine iscoroutinefunction isfunction ismethod signature',
  io: 'BufferedReader BytesIO StringIO TextIOWrapper open',
  itertools: 'accumulate chain combinations count cycle groupby islice permutations product repeat starmap zip_longest',
  json: 'JSONDecodeError JSONEncoder dump dumps load loads',
  logging:
    'CRITICAL DEBUG ERROR FileHandler Formatter Handler INFO Logger StreamHandler WARNING basicConfig critical debug error exception getLogger info warning',
  math: 'ceil exp floor hypot inf isclose isinf isnan log log10 log2 nan pi pow radians sqrt',
  os: 'chdir chmod cpu_count environ fsync getcwd getenv getpid kill linesep listdir makedirs mkdir path remove rename replace rmdir scandir sep stat symlink unlink urandom walk',
  random: 'Random choice choices gauss getrandbits randint random randrange sample seed shuffle uniform',
  re: 'DOTALL I IGNORECASE M MULTILINE Match Pattern S VERBOSE compile error escape findall finditer fullmatch match search split sub subn',
  secrets: 'choice compare_digest randbelow token_bytes token_hex token_urlsafe',
  shutil: 'copy copy2 copyfile copyfileobj copytree disk_usage make_archive move rmtree which',
  subprocess:
    'CalledProcessError CompletedProcess DEVNULL PIPE Popen STDOUT TimeoutExpired call check_call check_output run',
  sys: 'argv byteorder exc_info executable exit getsizeof maxsize modules path platform stderr stdin stdout version version_info',
  tempfile: 'NamedTemporaryFile TemporaryDirectory TemporaryFile gettempdir mkdtemp mkstemp',
  threading: 'Event Lock RLock Semaphore Thread Timer current_thread get_ident local',
  time: 'gmtime localtime mktime monotonic perf_counter process_time sleep strftime strptime time time_ns',
  traceback: 'extract_tb format_exc format_exception format_tb print_exc print_exception print_stack',
  uuid: 'NAMESPACE_DNS NAMESPACE_URL UUID uuid1 uuid3 uuid4 uuid5',
  warnings: 'catch_warnings filterwarnings simplefilter warn',
}

/** Names that stand for themselves, by the module that has them. */
const members: Readonly<Record<string, string>> = {
  collections: 'OrderedDict defaultdict deque namedtuple',
  'concurrent.futures': 'ProcessPoolExecutor ThreadPoolExecutor as_completed',
  contextlib: 'asynccontextmanager contextmanager suppress',
  copy: 'deepcopy',
  dataclasses: 'asdict dataclass',
  datetime: 'datetime timedelta timezone',
  decimal: 'Decimal',
  functools: 'lru_cache partial wraps',
  pathlib: 'Path',
  typing:
    'Any AsyncGenerator AsyncIterator Awaitable Callable ClassVar DefaultDict Dict FrozenSet Generator Iterable Iterator List Literal Mapping MutableMapping NamedTuple NoReturn Optional Sequence Set Tuple Type TypedDict Union',
  'urllib.parse': 'parse_qs quote_plus unquote urlencode urljoin urlparse',
  uuid: 'uuid4',
}

/** What `datetime` is asked for when the class is meant and not the module. */
const classMethods = /^(?:combine|fromisoformat|fromtimestamp|max|min|now|strptime|today|utcfromtimestamp|utcnow)$/

/**
 * The import of the standard library that gives a name its meaning in every one of its uses: each is what stands behind
 * the dot, or null where nothing does. Null where more than one could be meant.
 */
export function standardImport(name: string, uses: readonly (string | null)[]): WantedImport | null {
  const known = new Set(modules[name]?.split(' ') ?? [])
  if (known.size > 0 && uses.every((use) => use !== null && known.has(use))) return { module: name, name: null }
  const owner = Object.entries(members).find(([, names]) => names.split(' ').includes(name))?.[0]
  if (owner === undefined) return null
  const fits = name === 'datetime' ? (use: string | null) => use === null || classMethods.test(use) : () => true
  return uses.every(fits) ? { module: owner, name } : null
}
