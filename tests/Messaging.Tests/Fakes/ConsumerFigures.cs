using System.Diagnostics.Metrics;

namespace BookRecs.Messaging.Tests.Fakes;

/// <summary>Reads what the consumers of a group show of themselves. Meters are shared by all tests of the process, so the group must be the test's own.</summary>
internal sealed class ConsumerFigures : IDisposable
{
    private readonly MeterListener _listener = new();
    private (long Lag, long InFlight) _read;

    public ConsumerFigures(string group)
    {
        _listener.InstrumentPublished = static (instrument, self) =>
        {
            if (instrument.Name is "bookrecs.topic.lag" or "bookrecs.topic.in_flight")
                self.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if (tags.Contains(new("group", group)))
                _read = instrument.Name == "bookrecs.topic.lag" ? _read with { Lag = value } : _read with { InFlight = value };
        });
        _listener.Start();
    }

    /// <summary>Records that are not done, and those of them that are under way.</summary>
    public (long Lag, long InFlight) Read()
    {
        _listener.RecordObservableInstruments();
        return _read;
    }

    public void Dispose() => _listener.Dispose();
}
