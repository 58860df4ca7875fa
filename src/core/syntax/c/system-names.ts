/**
 * Names that headers of ISO C and POSIX give functions, objects, types and macros: of those headers that code of the server includes, as
 * glibc with _GNU_SOURCE has them. Variants of a name (`acosf`, `strtol_l`, `lseek64`) and name spaces that POSIX reserves as a whole
 * are told by patterns.
 */
const NAMES: Readonly<Record<string, string>> = {
  'arpa/inet.h': `
    inet_addr inet_aton inet_lnaof inet_makeaddr inet_net_ntop inet_net_pton inet_neta inet_netof inet_network inet_nsap_addr
    inet_nsap_ntoa inet_ntoa inet_ntop inet_pton`,
  'assert.h': 'assert assert_perror static_assert',
  'ctype.h': `
    isalnum isalpha isascii isblank iscntrl isctype isdigit isgraph islower isprint ispunct isspace isupper isxdigit toascii tolower
    toupper`,
  'dirent.h': `
    DIR alphasort closedir d_fileno dirfd fdopendir getdents64 getdirentries opendir readdir rewinddir scandir scandirat seekdir telldir
    versionsort`,
  'dlfcn.h': 'Dl_info Dl_serinfo Dl_serpath dladdr dladdr1 dlclose dlerror dlinfo dlmopen dlopen dlsym dlvsym',
  'errno.h': `
    E2BIG EACCES EADDRINUSE EADDRNOTAVAIL EADV EAFNOSUPPORT EAGAIN EALREADY EBADE EBADF EBADFD EBADMSG EBADR EBADRQC EBADSLT EBFONT
    EBUSY ECANCELED ECHILD ECHRNG ECOMM ECONNABORTED ECONNREFUSED ECONNRESET EDEADLK EDEADLOCK EDESTADDRREQ EDOM EDOTDOT EDQUOT
    EEXIST EFAULT EFBIG EHOSTDOWN EHOSTUNREACH EHWPOISON EIDRM EILSEQ EINPROGRESS EINTR EINVAL EIO EISCONN EISDIR EISNAM EKEYEXPIRED
    EKEYREJECTED EKEYREVOKED EL2HLT EL2NSYNC EL3HLT EL3RST ELIBACC ELIBBAD ELIBEXEC ELIBMAX ELIBSCN ELNRNG ELOOP EMEDIUMTYPE EMFILE
    EMLINK EMSGSIZE EMULTIHOP ENAMETOOLONG ENAVAIL ENETDOWN ENETRESET ENETUNREACH ENFILE ENOANO ENOBUFS ENOCSI ENODATA ENODEV ENOENT
    ENOEXEC ENOKEY ENOLCK ENOLINK ENOMEDIUM ENOMEM ENOMSG ENONET ENOPKG ENOPROTOOPT ENOSPC ENOSR ENOSTR ENOSYS ENOTBLK ENOTCONN
    ENOTDIR ENOTEMPTY ENOTNAM ENOTRECOVERABLE ENOTSOCK ENOTSUP ENOTTY ENOTUNIQ ENXIO EOPNOTSUPP EOVERFLOW EOWNERDEAD EPERM
    EPFNOSUPPORT EPIPE EPROTO EPROTONOSUPPORT EPROTOTYPE ERANGE EREMCHG EREMOTE EREMOTEIO ERESTART ERFKILL EROFS ESHUTDOWN
    ESOCKTNOSUPPORT ESPIPE ESRCH ESRMNT ESTALE ESTRPIPE ETIME ETIMEDOUT ETOOMANYREFS ETXTBSY EUCLEAN EUNATCH EUSERS EWOULDBLOCK
    EXDEV EXFULL errno program_invocation_name program_invocation_short_name`,
  'execinfo.h': 'backtrace backtrace_symbols backtrace_symbols_fd',
  'fcntl.h': `
    creat fallocate fcntl name_to_handle_at open open_by_handle_at openat readahead splice st_atime st_ctime st_mtime sync_file_range tee
    vmsplice`,
  'getopt.h': 'getopt_long getopt_long_only no_argument optional_argument required_argument',
  'grp.h': 'endgrent fgetgrent getgrent getgrgid getgrnam getgrouplist initgroups putgrent setgrent setgroups',
  'ifaddrs.h': 'freeifaddrs getifaddrs',
  'inttypes.h': 'imaxabs imaxdiv strtoimax strtoumax wcstoimax wcstoumax',
  'langinfo.h': 'nl_item nl_langinfo',
  'libintl.h': 'bind_textdomain_codeset bindtextdomain dcgettext dcngettext dgettext dngettext gettext ngettext textdomain',
  'limits.h': 'CHAR_BIT PATH_MAX',
  'locale.h': 'duplocale freelocale locale_t localeconv newlocale setlocale uselocale',
  'math.h': `
    DOMAIN HUGE_VAL INFINITY NAN OVERFLOW PLOSS SING TLOSS UNDERFLOW acos acosh asin asinh atan atan2 atanh canonicalize cbrt ceil
    copysign cos cosh double_t drem erf erfc exp exp10 exp2 expm1 fabs fdim finite float_t floor fma fmax fmaxmag fmin fminmag fmod
    fpclassify frexp fromfp fromfpx gamma getpayload hypot ilogb iscanonical iseqsig isfinite isgreater isgreaterequal isinf isless
    islessequal islessgreater isnan isnormal issignaling issubnormal isunordered iszero j0 j1 jn ldexp lgamma llogb llrint llround log
    log10 log1p log2 logb lrint lround math_errhandling modf nan nearbyint nextafter nextdown nexttoward nextup pow remainder remquo rint
    round roundeven scalb scalbln scalbn setpayload setpayloadsig signbit signgam significand sin sincos sinh sqrt tan tanh tgamma
    totalorder totalordermag trunc ufromfp ufromfpx y0 y1 yn`,
  'net/if.h': 'if_freenameindex if_indextoname if_nameindex if_nametoindex',
  'netdb.h': `
    endhostent endnetent endprotoent endservent freeaddrinfo gai_cancel gai_error gai_strerror gai_suspend getaddrinfo getaddrinfo_a
    gethostbyaddr gethostbyname gethostbyname2 gethostent getnameinfo getnetbyaddr getnetbyname getnetent getprotobyname getprotobynumber
    getprotoent getservbyname getservbyport getservent h_addr h_errno herror hstrerror iruserok iruserok_af rcmd rcmd_af rexec rexec_af
    rresvport rresvport_af ruserok ruserok_af sethostent setnetent setprotoent setservent`,
  'netinet/in.h': `
    bindresvport bindresvport6 getipv4sourcefilter getsourcefilter htonl htons in6addr_any in6addr_loopback in_addr_t in_port_t ntohl
    ntohs setipv4sourcefilter setsourcefilter`,
  'poll.h': 'nfds_t poll ppoll',
  'pthread.h': `
    clone getcpu sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getcpu sched_getparam sched_getscheduler
    sched_priority sched_rr_get_interval sched_setaffinity sched_setparam sched_setscheduler sched_yield setns unshare`,
  'pwd.h': 'endpwent fgetpwent getpw getpwent getpwnam getpwuid putpwent setpwent',
  'semaphore.h': `
    sem_clockwait sem_close sem_destroy sem_getvalue sem_init sem_open sem_post sem_t sem_timedwait sem_trywait sem_unlink sem_wait`,
  'setjmp.h': 'jmp_buf longjmp setjmp sigjmp_buf siglongjmp sigsetjmp',
  'signal.h': `
    gsignal kill killpg psiginfo psignal raise sig_atomic_t sigaction sigaddset sigaltstack sigandset sigblock sigdelset sigemptyset
    sigfillset siggetmask sighandler_t sighold sigignore siginfo_t siginterrupt sigisemptyset sigismember sigmask signal sigorset sigpause
    sigpending sigprocmask sigqueue sigrelse sigreturn sigset sigset_t sigsetmask sigstack sigsuspend sigtimedwait sigwait sigwaitinfo
    stack_t ucontext_t`,
  'stdarg.h': 'va_arg va_copy va_end va_list va_start',
  'stdbool.h': 'bool false true',
  'stddef.h': 'NULL max_align_t offsetof ptrdiff_t size_t wchar_t',
  'stdio.h': `
    BUFSIZ EOF FILE FILENAME_MAX FOPEN_MAX L_ctermid L_cuserid L_tmpnam P_tmpdir SEEK_CUR SEEK_END SEEK_SET TMP_MAX asprintf clearerr
    clearerr_unlocked cookie_io_functions_t ctermid cuserid dprintf fclose fcloseall fdopen feof feof_unlocked ferror ferror_unlocked
    fflush fflush_unlocked fgetc fgetc_unlocked fgetpos fgets fgets_unlocked fileno fileno_unlocked flockfile fmemopen fopen fopencookie
    fpos_t fprintf fputc fputc_unlocked fputs fputs_unlocked fread fread_unlocked freopen fscanf fseek fseeko fsetpos ftell ftello
    ftrylockfile funlockfile fwrite fwrite_unlocked getc getc_unlocked getchar getchar_unlocked getdelim getline getw obstack_printf
    obstack_vprintf open_memstream pclose perror popen printf putc putc_unlocked putchar putchar_unlocked puts putw remove rename renameat
    renameat2 rewind scanf setbuf setbuffer setlinebuf setvbuf snprintf sprintf sscanf stderr stdin stdout tempnam tmpfile tmpnam ungetc
    vasprintf vdprintf vfprintf vfscanf vprintf vscanf vsnprintf vsprintf vsscanf`,
  'stdlib.h': `
    EXIT_FAILURE EXIT_SUCCESS MB_CUR_MAX RAND_MAX a64l abort abs aligned_alloc alloca arc4random arc4random_buf arc4random_uniform
    at_quick_exit atexit atof atoi atol bsearch calloc canonicalize_file_name clearenv div div_t drand48 ecvt erand48 exit fcvt free gcvt
    getenv getloadavg getpt getsubopt grantpt initstate jrand48 l64a labs lcong48 ldiv ldiv_t llabs lldiv lldiv_t lrand48 malloc mblen
    mbstowcs mbtowc mkdtemp mkostemp mkostemps mkstemp mkstemps mktemp mrand48 nrand48 on_exit ptsname putenv qecvt qfcvt qgcvt qsort
    quick_exit rand random realloc reallocarray realpath rpmatch secure_getenv seed48 setenv setstate srand srand48 srandom strfromd
    strfromf strfroml strtod strtof strtol strtold strtoq strtoul strtouq system unlockpt unsetenv valloc wcstombs wctomb`,
  'string.h': `
    basename bcmp bcopy bzero explicit_bzero ffs ffsl ffsll index memccpy memchr memcmp memcpy memfrob memmem memmove mempcpy memrchr
    memset rawmemchr rindex sigabbrev_np sigdescr_np stpcpy stpncpy strcasecmp strcasestr strcat strchr strchrnul strcmp strcoll strcpy
    strcspn strdup strdupa strerror strerrordesc_np strerrorname_np strfry strlen strncasecmp strncat strncmp strncpy strndup strndupa
    strnlen strpbrk strrchr strsep strsignal strspn strstr strtok strverscmp strxfrm`,
  'sys/file.h': 'flock',
  'sys/ioctl.h': 'ioctl',
  'sys/ipc.h': 'ftok',
  'sys/mman.h': `
    madvise memfd_create mincore mlock mlock2 mlockall mmap mprotect mremap msync munlock munlockall munmap pkey_alloc pkey_free pkey_get
    pkey_mprotect pkey_set process_madvise process_mrelease remap_file_pages shm_open shm_unlink`,
  'sys/param.h': 'MAX MIN NBBY clrbit howmany isclr isset powerof2 roundup setbit',
  'sys/resource.h': 'getpriority getrlimit getrusage prlimit rlim_t setpriority setrlimit',
  'sys/select.h': 'fd_mask fd_set pselect select',
  'sys/sem.h': 'semctl semget semop semtimedop',
  'sys/shm.h': 'shmat shmctl shmdt shmget',
  'sys/socket.h': `
    accept accept4 bind connect getpeername getsockname getsockopt isfdtype listen recv recvfrom recvmmsg recvmsg sa_family_t send
    sendmmsg sendmsg sendto setsockopt shutdown sockatmark socket socketpair socklen_t`,
  'sys/stat.h': `
    chmod fchmod fchmodat fstat fstatat futimens getumask lchmod lstat mkdir mkdirat mkfifo mkfifoat mknod mknodat stat statx umask
    utimensat`,
  'sys/time.h': `
    adjtime futimes futimesat getitimer gettimeofday lutimes setitimer settimeofday timeradd timerclear timercmp timerisset timersub
    utimes`,
  'sys/types.h': `
    be16toh be32toh be64toh blkcnt_t blksize_t caddr_t clock_t clockid_t daddr_t dev_t gid_t htobe16 htobe32 htobe64 htole16 htole32
    htole64 id_t ino_t key_t le16toh le32toh le64toh loff_t mode_t nlink_t off_t pid_t quad_t ssize_t suseconds_t time_t timer_t u_char
    u_int u_long u_quad_t u_short uid_t uint ulong useconds_t ushort`,
  'sys/uio.h': 'preadv preadv2 preadv64v2 process_vm_readv process_vm_writev pwritev pwritev2 pwritev64v2 readv writev',
  'sys/wait.h': 'wait wait3 wait4 waitid waitpid',
  'syslog.h': 'closelog openlog setlogmask syslog vsyslog',
  'termios.h': `
    cc_t cfgetispeed cfgetospeed cfmakeraw cfsetispeed cfsetospeed cfsetspeed speed_t tcdrain tcflag_t tcflow tcflush tcgetattr tcgetsid
    tcsendbreak tcsetattr`,
  'time.h': `
    CLOCKS_PER_SEC TIMER_ABSTIME TIME_UTC asctime clock clock_adjtime clock_getcpuclockid clock_getres clock_gettime clock_nanosleep
    clock_settime ctime daylight difftime dysize getdate getdate_err gmtime localtime mktime nanosleep strftime strptime time timegm
    timelocal timer_create timer_delete timer_getoverrun timer_gettime timer_settime timespec_get timespec_getres timezone tzname tzset`,
  'unistd.h': `
    access acct alarm brk chdir chown chroot close close_range closefrom confstr copy_file_range crypt daemon dup dup2 dup3 eaccess
    endusershell environ euidaccess execl execle execlp execv execve execveat execvp execvpe faccessat fchdir fchown fchownat fdatasync
    fexecve fork fpathconf fsync ftruncate get_current_dir_name getcwd getdomainname getdtablesize getegid getentropy geteuid getgid
    getgroups gethostid gethostname getlogin getopt getpagesize getpass getpgid getpgrp getpid getppid getresgid getresuid getsid gettid
    getuid getusershell getwd group_member isatty lchown link linkat lockf lseek nice optarg opterr optind optopt pathconf pause pipe
    pipe2 pread profil pwrite read readlink readlinkat revoke rmdir sbrk setdomainname setegid seteuid setgid sethostid sethostname
    setlogin setpgid setpgrp setregid setresgid setresuid setreuid setsid setuid setusershell sleep ssignal swab symlink symlinkat sync
    syncfs syscall sysconf sysv_signal tcgetpgrp tcsetpgrp tgkill truncate ttyname ttyslot ualarm unlink unlinkat usleep vfork vhangup
    write`,
  'utime.h': 'utime',
  'wchar.h': `
    btowc fgetwc fgetwc_unlocked fgetws fgetws_unlocked fputwc fputwc_unlocked fputws fputws_unlocked fwide fwprintf fwscanf getwc
    getwc_unlocked getwchar getwchar_unlocked mbrlen mbrtowc mbsinit mbsnrtowcs mbsrtowcs mbstate_t open_wmemstream putwc putwc_unlocked
    putwchar putwchar_unlocked swprintf swscanf ungetwc vfwprintf vfwscanf vswprintf vswscanf vwprintf vwscanf wcpcpy wcpncpy wcrtomb
    wcscasecmp wcscat wcschr wcschrnul wcscmp wcscoll wcscpy wcscspn wcsdup wcsftime wcslen wcsncasecmp wcsncat wcsncmp wcsncpy wcsnlen
    wcsnrtombs wcspbrk wcsrchr wcsrtombs wcsspn wcsstr wcstod wcstof wcstok wcstol wcstold wcstoll wcstoq wcstoul wcstoull wcstouq wcswcs
    wcswidth wcsxfrm wctob wcwidth wint_t wmemchr wmemcmp wmemcpy wmemmove wmempcpy wmemset wprintf wscanf`,
  'wctype.h': `
    iswalnum iswalpha iswblank iswcntrl iswctype iswdigit iswgraph iswlower iswprint iswpunct iswspace iswupper iswxdigit towctrans
    towlower towupper wctrans wctrans_t wctype wctype_t`,
};

/** Ends of variants: other floating types, other locales, reentrant ones, large files. */
const VARIANT = /^(\w+?)(?:[fl]|f\d+x?|_l|_r|_np|64)$/;

/** Name spaces that POSIX (2.2.2) and ISO C (7.31) reserve, and the header that each belongs to. */
const RESERVED: readonly (readonly [pattern: RegExp, header: string])[] = [
  [/^u?int(?:_fast|_least)?(?:8|16|32|64|ptr|max)_t$/, 'stdint.h'],
  [/^U?INT(?:_FAST|_LEAST)?(?:8|16|32|64|PTR|MAX)_(?:MAX|MIN|C)$|^(?:SIZE|PTRDIFF|WCHAR|WINT|SIG_ATOMIC)_(?:MAX|MIN)$/, 'stdint.h'],
  [/^(?:S?CHAR|SHRT|INT|LONG|LLONG)_(?:MAX|MIN)$|^U(?:CHAR|SHRT|INT|LONG|LLONG)_MAX$|^_POSIX_/, 'limits.h'],
  [
    /^(?:FLT|DBL|LDBL)_(?:MAX|MIN|EPSILON|TRUE_MIN|DIG|DECIMAL_DIG|MANT_DIG|HAS_SUBNORM|(?:MAX|MIN)(?:_10)?_EXP)$|^FLT_RADIX$|^DECIMAL_DIG$/,
    'float.h',
  ],
  [/^M_(?:E|LOG2E|LOG10E|LN2|LN10|PI|PI_2|PI_4|1_PI|2_PI|2_SQRTPI|SQRT2|SQRT1_2)$|^FP_[A-Z]+$|^HUGE_VAL[FL]?$/, 'math.h'],
  [/^SIG[A-Z0-9]+$|^SIG_[A-Z]+$|^(?:SA|SI|SS|CLD|FPE|ILL|SEGV|BUS|TRAP)_[A-Z]+$|^(?:si|sa|sigev|sival)_\w+$/, 'signal.h'],
  [/^LC_[A-Z_]+$/, 'locale.h'],
  [/^(?:PRI|SCN)[a-zX]\w*$/, 'inttypes.h'],
  [/^CLOCK_[A-Z_]+$/, 'time.h'],
  [/^(?:O|F|AT|POSIX_FADV)_[A-Z]+$|^posix_fadvise$|^posix_fallocate$/, 'fcntl.h'],
  [/^S_[A-Z]+$/, 'sys/stat.h'],
  [/^(?:AF|PF|SO|SOCK|SOL|MSG|SCM|SHUT|CMSG)_\w+$|^SOMAXCONN$/, 'sys/socket.h'],
  [/^(?:IPPROTO|IPPORT|INADDR|IN6|IPV6|IP)_\w+$|^inet6_\w+$/, 'netinet/in.h'],
  [/^(?:AI|NI|EAI)_[A-Z]+$/, 'netdb.h'],
  [/^(?:PROT|MAP|MADV|MS)_[A-Z]+$/, 'sys/mman.h'],
  [/^RLIM(?:IT)?_[A-Z]+$|^RUSAGE_[A-Z]+$|^PRIO_[A-Z]+$/, 'sys/resource.h'],
  [/^(?:IPC|SHM)_[A-Z]+$/, 'sys/shm.h'],
  [/^LOG_(?:EMERG|ALERT|CRIT|ERR|WARNING|NOTICE|INFO|DEBUG|PID|CONS|N?DELAY|NOWAIT|PERROR|MASK|UPTO|FAC|PRI|MAKEPRI)$/, 'syslog.h'],
  [/^LOG_(?:KERN|USER|MAIL|DAEMON|AUTH|SYSLOG|LPR|NEWS|UUCP|CRON|AUTHPRIV|FTP|LOCAL[0-7])$/, 'syslog.h'],
  [/^POLL[A-Z]+$/, 'poll.h'],
  [/^(?:pthread|PTHREAD)_\w+$/, 'pthread.h'],
  [/^posix_\w+$/, 'unistd.h'],
];

const HEADERS = new Map(
  Object.entries(NAMES).flatMap(([header, names]) => (names.match(/\w+/g) ?? []).map((name): readonly [string, string] => [name, header])),
);

/** Headers whose names the patterns tell one by one; what the others tell of is a kind of names, of which the system has some. */
const KNOWN = new Set(['stdint.h', 'limits.h', 'float.h', 'math.h', 'syslog.h']);

/** Whether the system has a name, not only a kind of names that it would be one of. */
export function isSystemName(name: string): boolean {
  const header = systemHeader(name);
  return header !== undefined && (HEADERS.get(name) === header || KNOWN.has(header));
}

/** The header of the system, such as `sys/select.h`, that declares a name or reserves it; undefined for any other name. */
export function systemHeader(name: string): string | undefined {
  const stem = VARIANT.exec(name)?.[1] ?? '';
  return HEADERS.get(name) ?? RESERVED.find(([pattern]) => pattern.test(name))?.[1] ?? HEADERS.get(stem);
}
