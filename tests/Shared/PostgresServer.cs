using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BookRecs.Tests.Shared;

/// <summary>
/// A PostgreSQL server of a test's own: a free port of the loopback interface and a data folder in a temporary folder. It is stopped and
/// its folder deleted when it is disposed, and also when the process of the tests dies before that.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Install = "apt-get install -y --no-install-recommends postgresql-15 (build/install-packages.sh does it)";
    private const int Tries = 5;

    // The shell waits for the end of its input, which comes when this process closes the pipe or dies.
    private const string Keeper =
        """
        folder=$1 bin=$2
        "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || exit 1
        printf '%s\n' "unix_socket_directories = '$folder'" "listen_addresses = '127.0.0.1'" >>"$folder/data/postgresql.conf"
        echo ready
        read -r _
        "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
        rm -rf "$folder/data" "$folder/log"
        """;

    private readonly Process _keeper;

    private PostgresServer(string folder, Process keeper) => (Folder, _keeper) = (folder, keeper);

    /// <summary>The port it listens on.</summary>
    public int Port { get; private set; }

    /// <summary>The folder with the data and the socket.</summary>
    public string Folder { get; }

    private static string Binaries { get; } = FindBinaries();

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Lines for postgresql.conf; flushing to the disk is off, as a test's data ends with it.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        if (Binaries.Length == 0)
            throw new InvalidOperationException($"PostgreSQL 15 is not installed. As root: {Install}");
        var folder = Directory.CreateTempSubdirectory("bookrecs-pg-").FullName;
        if (Environment.UserName == "root")
            await RunAsync("chown", "postgres", folder);
        var start = AsPostgres("sh", "-c", Keeper, "sh", folder, Binaries);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        var server = new PostgresServer(folder, Process.Start(start)!);
        if (await server._keeper.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException($"initdb failed: {File.ReadAllText(Path.Combine(folder, "log"))}");
        await File.AppendAllLinesAsync(
            Path.Combine(folder, "data", "postgresql.conf"),
            ["fsync = off", "full_page_writes = off", "shared_buffers = 64MB", "max_connections = 200", "max_locks_per_transaction = 256", .. settings]);
        for (var tries = 1; ; tries++)
        {
            server.Port = FreePort();
            try
            {
                await server.ResumeAsync();
                return server;
            }
            catch (InvalidOperationException) when (tries < Tries)
            {
                // Another process was faster to take the port.
            }
        }
    }

    /// <summary>The address of a database.</summary>
    public string Address(string database, string user = "postgres") =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={user};Database={database}");

    /// <summary>Starts it again on its port, with its data.</summary>
    public Task ResumeAsync() => RunAsync(AsPostgres(
        Path.Combine(Binaries, "pg_ctl"), "-D", Path.Combine(Folder, "data"), "-l", Path.Combine(Folder, "log"), "-w", "-t", "60",
        "-o", string.Create(CultureInfo.InvariantCulture, $"-p {Port}"), "start"));

    /// <summary>Stops it: "fast" ends the sessions in order, "immediate" is a crash.</summary>
    public Task StopAsync(string mode) => RunAsync(AsPostgres(
        Path.Combine(Binaries, "pg_ctl"), "-D", Path.Combine(Folder, "data"), "-m", mode, "-w", "-t", "60", "stop"));

    /// <summary>Runs SQL with psql, and gives what it prints: rows as lines, columns separated by '|'.</summary>
    public async Task<string> SqlAsync(string database, string sql, string user = "postgres") => (await RunAsync(new ProcessStartInfo(
        Path.Combine(Binaries, "psql"),
        ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", user, "-d", database, "-c", sql])))
        .TrimEnd('\n');

    /// <summary>Runs one of PostgreSQL's programs with the server's host, port and superuser.</summary>
    public Task<string> RunToolAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(
        Path.Combine(Binaries, program),
        ["-h", Folder, "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", .. arguments]));

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        if (Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private static string FindBinaries() => ((string[])["/usr/lib/postgresql/15/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')])
        .FirstOrDefault(static folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl"))) ?? "";

    private static ProcessStartInfo AsPostgres(params string[] command) => Environment.UserName == "root"
        ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command])
        : new ProcessStartInfo(command[0], command[1..]);

    private static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    private static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;

        // pg_ctl leaves a server behind that has inherited the pipes: the end of the process counts, not the end of its output.
        var output = new System.Text.StringBuilder();
        var errors = new System.Text.StringBuilder();
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (start.ArgumentList.Contains("start"))
        {
            while (!process.WaitForExit(TimeSpan.FromMilliseconds(20)))
                await Task.Yield();
        }
        else
        {
            await process.WaitForExitAsync();
        }

        lock (output)
        {
            lock (errors)
            {
                return process.ExitCode == 0
                    ? output.ToString()
                    : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {errors}{output}");
            }
        }

        static void Keep(System.Text.StringBuilder text, string? line)
        {
            lock (text)
            {
                if (line is not null)
                    text.Append(line).Append('\n');
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
