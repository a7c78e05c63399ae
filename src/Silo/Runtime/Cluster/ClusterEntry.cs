using System.Net.Sockets;
using BookRecs.Silo.Hosting;
using BookRecs.Silo.Settings;
using Npgsql;

namespace BookRecs.Silo.Runtime;

/// <summary>
/// Before a silo joins: when no silo of the list answers, waits until their last signs of life are old. Orleans looks at the age of a sign
/// only when the list changes; a silo that starts within seconds of the death of all others would else probe the dead until it gives up.
/// </summary>
internal sealed class ClusterEntry(
    ClusterNetworkOptions cluster, string database, TimeProvider time, ILogger<ClusterEntry> logger) : IHostedService
{
    private const string FreshSilos =
        """
        SELECT address, port FROM bookrecs.silos
        WHERE cluster_id = $1 AND status = 3 AND alive_at > now() - make_interval(secs => $2)
        """;

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database);
        for (var looks = 0; ; looks++)
        {
            var silos = await ReadAsync(source, cancellationToken);
            if (silos.Count == 0 || (await Task.WhenAll(silos.Select(silo => AnswersAsync(silo, cancellationToken)))).Contains(true))
                return;
            if (looks == 0)
                SiloLog.WaitingForDeadSilos(logger, silos.Count);
            await Task.Delay(LookInterval, time, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<List<(string Address, int Port)>> ReadAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(FreshSilos);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cluster.ClusterId });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = ClusterSilo.MissedSigns * (double)cluster.AliveSeconds });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var silos = new List<(string, int)>();
        while (await rows.ReadAsync(cancellationToken))
            silos.Add((rows.GetString(0), rows.GetInt32(1)));
        return silos;
    }

    private async Task<bool> AnswersAsync((string Address, int Port) silo, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromMilliseconds(cluster.ProbeMilliseconds));
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(silo.Address, silo.Port, patience.Token);
            return true;
        }
        catch (Exception error) when (error is SocketException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
