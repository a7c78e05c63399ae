namespace BookRecs.Silo.Startup;

/// <summary>How far the start is, for people who ask /ready.</summary>
internal sealed class StartStage
{
    private string _text = "starting";
    private volatile bool _isWarmingUp;

    /// <summary>What is being done.</summary>
    public string Text
    {
        get => Volatile.Read(ref _text);
        set => Volatile.Write(ref _text, value);
    }

    /// <summary>True until first lists were ranked: they compile the code, and no reader should wait for that.</summary>
    public bool IsWarmingUp
    {
        get => _isWarmingUp;
        set => _isWarmingUp = value;
    }
}
