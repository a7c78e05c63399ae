namespace BookRecs.Silo.Startup;

/// <summary>How far the start is, for people who ask /ready.</summary>
internal sealed class StartStage
{
    private string _text = "starting";

    /// <summary>What is being done.</summary>
    public string Text
    {
        get => Volatile.Read(ref _text);
        set => Volatile.Write(ref _text, value);
    }
}
