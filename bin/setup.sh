# What quickstart, verify and bin/flowmeter share; sourced by them, from bash. Finds a JDK 17 and
# Maven 3.8 or newer, installs them through apt where that is possible, sets JAVA_HOME and PATH.

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "flowmeter: $*"
    exit 1
}

# Prints the home of a JDK 17, or fails. Another Java may be the machine's default.
find_jdk17() {
    local home default_home=""
    if command -v java >/dev/null; then
        default_home=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    fi
    for home in "${JAVA_HOME:-}" "$default_home" /usr/lib/jvm/*17* \
        "$HOME"/.sdkman/candidates/java/17* /Library/Java/JavaVirtualMachines/*17*/Contents/Home; do
        if [ -n "$home" ] && [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 17\b'; then
            printf '%s\n' "$home"
            return 0
        fi
    done
    return 1
}

# Whether `mvn` is 3.8 or newer. It needs some Java to say so.
has_maven() {
    local version
    command -v mvn >/dev/null || return 1
    version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p')
    # shellcheck disable=SC2086 # two words
    set -- $version
    [ $# -eq 2 ] && { [ "$1" -gt 3 ] || { [ "$1" -eq 3 ] && [ "$2" -ge 8 ]; }; }
}

# Runs a command with its output in a log file, and shows meanwhile that time passes.
# usage: quietly <what is being done> <log file> <command> [arguments]
quietly() {
    local what=$1 log=$2 started=$SECONDS pid status=0
    shift 2
    mkdir -p "$(dirname "$log")"
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    # shellcheck disable=SC2064 # this pid, not a later one
    trap "kill $pid 2>/dev/null; exit 130" INT TERM
    [ -t 2 ] || say "$what ..."
    while kill -0 "$pid" 2>/dev/null; do
        sleep 1
        if [ -t 2 ]; then
            printf '\r%s ... %d s ' "$what" $((SECONDS - started)) >&2
        elif [ $(((SECONDS - started) % 30)) -eq 0 ]; then
            say "$what ... $((SECONDS - started)) s"
        fi
    done
    wait "$pid" || status=$?
    trap - INT TERM
    [ -t 2 ] && printf '\r\033[K' >&2
    if [ "$status" -ne 0 ]; then
        tail -n 40 "$log" >&2
        say "flowmeter: $what failed (all of its output: $log)"
    fi
    return "$status"
}

# usage: apt_install <directory for logs> <package>...
apt_install() {
    local logs=$1 as_root=()
    shift
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || return 1
        # Asks for the password only where somebody can type it.
        if [ -t 0 ]; then sudo -v || return 1; else sudo -n true 2>/dev/null || return 1; fi
        as_root=(sudo)
    fi
    quietly "apt-get update" "$logs/apt-update.log" ${as_root[@]+"${as_root[@]}"} apt-get update -q || return 1
    quietly "installing $*" "$logs/apt-install.log" \
        ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends "$@"
}

# usage: ensure_java_and_maven <directory for logs> [other command, named as its package]...
ensure_java_and_maven() {
    local logs=$1 home tool missing=()
    shift
    home=$(find_jdk17) || missing+=(openjdk-17-jdk-headless)
    [ -n "$home" ] && export JAVA_HOME=$home
    has_maven || missing+=(maven)
    for tool in "$@"; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    if [ ${#missing[@]} -gt 0 ]; then
        apt_install "$logs" "${missing[@]}" || true
        home=$(find_jdk17) || fail "needs a JDK 17, found none, and could not install one:" \
            "install it (Debian, Ubuntu: apt-get install openjdk-17-jdk-headless) or set JAVA_HOME."
        export JAVA_HOME=$home
        has_maven || fail "needs Maven 3.8 or newer, found $(maven_version), and could not install it:" \
            "install it (maven.apache.org/download.cgi) and put mvn on the PATH."
        for tool in "$@"; do
            command -v "$tool" >/dev/null || fail "needs $tool and could not install it: install it."
        done
    fi
    export PATH="$JAVA_HOME/bin:$PATH"
}

maven_version() {
    if command -v mvn >/dev/null; then mvn --version 2>/dev/null | head -n 1; else printf 'none'; fi
}

# Postgres refuses to run as root. Its way round that, a user namespace, is forbidden to root in most
# containers; there everything runs as nobody instead, who keeps root's access to files. Prints the
# words to put before a command, one a line; mostly none.
unprivileged() {
    local as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups
        --inh-caps=+dac_override,+fowner --ambient-caps=+dac_override,+fowner
        --securebits=+no_setuid_fixup) # so that access(2) too sees those rights
    if [ "$(id -u)" -eq 0 ] && ! unshare -U true 2>/dev/null &&
        "${as_nobody[@]}" true 2>/dev/null; then
        printf '%s\n' "${as_nobody[@]}"
    fi
}

# Changes with every file the build reads.
source_stamp() {
    (
        cd "$home"
        find pom.xml .mvn ./*/pom.xml ./bench/flink-lib/pom.xml ./*/src/main sql -type f \
            -not -path '*/target/*' -exec cksum {} + | LC_ALL=C sort | cksum
    )
}

# Sets up and builds all of Flowmeter, unless what was built last is of the same source.
# usage: ensure_built <one of the built files>, with $home the repository
ensure_built() {
    local stamp started=$SECONDS
    mkdir -p "$home/target"
    ensure_java_and_maven "$home/target"
    stamp=$(source_stamp)
    if [ "$stamp" = "$(cat "$home/target/built" 2>/dev/null)" ] && [ -f "$home/$1" ]; then
        return
    fi
    quietly "building Flowmeter (the first time downloads its libraries)" "$home/target/build.log" \
        mvn -B -f "$home/pom.xml" -DskipTests -Dspotless.check.skip=true package
    printf '%s\n' "$stamp" >"$home/target/built"
    say "built in $((SECONDS - started)) s"
}
