using System.Diagnostics.Metrics;

/// <summary>
/// Runs inside the silo that is measured (DOTNET_STARTUP_HOOKS): takes the delay of every record of new_transactions, from its publishing
/// until its act is in the log and counts, and writes a line a second: seconds since 1970, records, and the delay's p50, p99 and maximum
/// in milliseconds.
/// </summary>
internal sealed class StartupHook
{
    private const string Topic = "new_transactions";
    private static readonly Lock Taking = new();
    private static readonly MeterListener Listener = new();
    private static List<double> _delays = [];

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("BOOKRECS_DELAYS") is not { } path)
            return;
        Listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument is { Name: "bookrecs.topic.delay", Meter.Name: "BookRecs.Messaging" })
                listener.EnableMeasurementEvents(instrument);
        };
        Listener.SetMeasurementEventCallback<double>(static (_, seconds, tags, _) =>
        {
            if (tags[0].Value is not Topic)
                return;
            lock (Taking)
                _delays.Add(seconds * 1_000);
        });
        Listener.Start();
        new Thread(() => Write(path)) { IsBackground = true }.Start();
    }

    private static void Write(string path)
    {
        using var output = new StreamWriter(path) { AutoFlush = true };
        while (true)
        {
            Thread.Sleep(1_000);
            List<double> delays;
            lock (Taking)
                (delays, _delays) = (_delays, []);
            if (delays.Count == 0)
                continue;
            delays.Sort();
            output.WriteLine(FormattableString.Invariant(
                $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds()} {delays.Count} {delays[delays.Count / 2]:0.0} {delays[delays.Count * 99 / 100]:0.0} {delays[^1]:0.0}"));
        }
    }
}
