namespace BookRecs.Silo.Hosting;

/// <summary>Remembers that something stopped the host which the exit code must tell.</summary>
internal sealed class ExitReport
{
    /// <summary>True when the host stopped because of a failure.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Notes a failure.</summary>
    public void Fail() => HasFailed = true;
}
