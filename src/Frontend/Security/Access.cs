namespace BookRecs.Frontend.Security;

/// <summary>What a route asks of its caller; an endpoint carries it as metadata.</summary>
internal sealed class Access
{
    /// <summary>Anyone, also when the service is full: health and readiness.</summary>
    public static readonly Access Open = new();

    /// <summary>The API key, where one is set.</summary>
    public static readonly Access Api = new();

    /// <summary>The API key, where one is set, also when the service is full: metrics.</summary>
    public static readonly Access Metrics = new();

    /// <summary>The admin key, where one is set.</summary>
    public static readonly Access Admin = new();

    /// <summary>The admin key, where one is set, also as the password that a browser asks for.</summary>
    public static readonly Access AdminPage = new();

    private Access()
    {
    }
}
