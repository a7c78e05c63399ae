using System.Globalization;

namespace BookRecs.EndToEnd.Tests.Cluster;

/// <summary>Three silos and a frontend on loopback, with a PostgreSQL server of their own.</summary>
internal sealed class ClusterShop : IAsyncDisposable
{
    public const int Silos = 3;

    /// <summary>The collection of tests that start one: two at once would measure each other.</summary>
    public const string OneAtATime = "cluster";

    /// <summary>Status of an active silo in Orleans' membership.</summary>
    private const int Active = 3;

    private const string Database = "shop";
    private readonly TemporaryFolder _folder = new();
    private readonly SiloProcess?[] _silos = new SiloProcess?[Silos];
    private readonly List<SiloProcess> _ended = [];
    private readonly string[] _settings;
    private readonly CutNetwork? _network;

    private ClusterShop(PostgresServer server, string[] settings, CutNetwork? network) =>
        (Server, _settings, _network) = (server, settings, network);

    public PostgresServer Server { get; }

    public SiloProcess Frontend { get; private set; } = null!;

    /// <summary>Starts everything, and waits until it is ready.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="settings">Settings of every process.</param>
    public static Task<ClusterShop> StartAsync(CancellationToken cancellation, params string[] settings) =>
        StartAsync(null, cancellation, settings);

    /// <summary>The same, with the last silo behind a network that can be cut; null for none.</summary>
    public static async Task<ClusterShop> StartAsync(CutNetwork? network, CancellationToken cancellation, params string[] settings)
    {
        var shop = new ClusterShop(await StartServerAsync(network), settings, network);
        await shop.Server.SqlAsync("postgres", $"CREATE DATABASE {Database}");

        // All at once, as an orchestrator does; one of them makes the shop and trains.
        for (var silo = 0; silo < Silos; silo++)
            shop.Start(silo);
        shop.Frontend = shop.Start([], "frontend", "--BookRecs:Silo:Role=frontend", "--BookRecs:Http:DeadlineMilliseconds=150");
        for (var silo = 0; silo < Silos; silo++)
            await shop.WaitUntilReadyAsync(silo, cancellation);
        await shop.Frontend.WaitUntilReadyAsync(cancellation);
        return shop;
    }

    public SiloProcess Silo(int silo) => _silos[silo] ?? throw new InvalidOperationException($"silo {silo} does not run");

    /// <summary>Waits until a silo is ready; behind the cut network only what it prints can be seen.</summary>
    public Task WaitUntilReadyAsync(int silo, CancellationToken cancellation) => IsBehindNetwork(silo)
        ? Silo(silo).WaitUntilPrintedAsync("BookRecs holds grains", cancellation)
        : Silo(silo).WaitUntilReadyAsync(cancellation);

    /// <summary>Starts a silo, on other ports than it had before, as a new pod has another address.</summary>
    public void Start(int silo) => _silos[silo] = Start(
        IsBehindNetwork(silo) ? CutNetwork.Within : [],
        string.Create(CultureInfo.InvariantCulture, $"silo-{silo}"),
        "--BookRecs:Silo:Role=silo",
        string.Create(CultureInfo.InvariantCulture, $"--BookRecs:Cluster:SiloName=silo-{silo}"),
        $"--BookRecs:Cluster:AdvertisedAddress={(_network is null ? "127.0.0.1" : IsBehindNetwork(silo) ? CutNetwork.Inside : CutNetwork.Outside)}");

    public async Task KillAsync(int silo)
    {
        await Silo(silo).KillAsync();
        Retire(silo);
    }

    /// <summary>Stops a silo in order.</summary>
    public async Task StopAsync(int silo, CancellationToken cancellation)
    {
        await Silo(silo).StopAsync(cancellation);
        Retire(silo);
    }

    /// <summary>How many silos the others count as members.</summary>
    public async Task<int> ActiveSilosAsync() => int.Parse(
        await Server.SqlAsync(Database, $"SELECT count(*) FROM bookrecs.silos WHERE status = {Active}"), CultureInfo.InvariantCulture);

    /// <summary>Waits until exactly so many silos are members.</summary>
    public async Task WaitForActiveSilosAsync(int count, CancellationToken cancellation)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await ActiveSilosAsync() != count)
        {
            Assert.False(timeout.IsCancellationRequested, $"not {count} but {await ActiveSilosAsync()} silos are members.\n{Consoles}");
            await poll.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>The transaction ids in the log that begin with a prefix, each as often as it is there.</summary>
    public async Task<string[]> TransactionIdsAsync(string prefix) => (await Server.SqlAsync(
        Database, $"SELECT transaction_id FROM bookrecs.acts WHERE transaction_id LIKE '{prefix}%'"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What the processes printed, for messages.</summary>
    public string Consoles => string.Join("\n\n", _ended.Concat(_silos.OfType<SiloProcess>()).Append(Frontend).Select(silo => silo.Console));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _ended.Concat(_silos.OfType<SiloProcess>()).Append(Frontend))
            await process.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<PostgresServer> StartServerAsync(CutNetwork? network)
    {
        if (network is null)
            return await PostgresServer.StartAsync();
        var server = await PostgresServer.StartAsync($"listen_addresses = '127.0.0.1,{CutNetwork.Outside}'");
        await File.AppendAllTextAsync(Path.Combine(server.Folder, "data", "pg_hba.conf"), $"host all all {CutNetwork.Inside}/32 trust\n");
        await server.SqlAsync("postgres", "SELECT pg_reload_conf()");
        return server;
    }

    private bool IsBehindNetwork(int silo) => _network is not null && silo == Silos - 1;

    /// <summary>Forgets a silo that has ended.</summary>
    public void Retire(int silo)
    {
        _ended.Add(Silo(silo));
        _silos[silo] = null;
    }

    private SiloProcess Start(string[] within, string name, params string[] settings)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        var address = Server.Address(Database);
        if (within.Length > 0)
            address = address.Replace("127.0.0.1", CutNetwork.Outside, StringComparison.Ordinal);
        return SiloProcess.StartWithin(within, folder,
        [
            "--BookRecs:Storage:Provider=postgres", $"--BookRecs:Storage:Postgres:ConnectionString={address}",
            "--BookRecs:SyntheticShop:Users=500", "--BookRecs:SyntheticShop:Items=600", "--BookRecs:SyntheticShop:Interactions=8000",
            .. SiloProcess.QuickTraining, .. settings, .. _settings,
        ]);
    }
}
