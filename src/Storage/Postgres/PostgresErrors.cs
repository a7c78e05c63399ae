using System.Net.Sockets;
using BookRecs.Grains.Log;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>What an error of the server means for a caller.</summary>
internal static class PostgresErrors
{
    /// <summary>True when a later try may succeed because the connection or the server was at fault, not the statement.</summary>
    public static bool IsTransient(Exception error) => error switch
    {
        // 57P01 to 57P05: the server or an administrator ended the session; 53300: all connections are taken;
        // 40001, 40P01: another transaction was in the way; 55P03: a lock was; 25P03: the session idled.
        PostgresException server => server.SqlState is "57P01" or "57P02" or "57P03" or "57P05" or "53300" or "40001" or "40P01" or "55P03"
            or "25P03" || server.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        SocketException or IOException or TimeoutException => true,
        ObjectDisposedException or InvalidOperationException => false,
        _ => false,
    };

    /// <summary>The same, except for what took too long: that again would only add to it.</summary>
    public static bool IsTransientButNotLate(Exception error) =>
        IsTransient(error) && error is not (TimeoutException or NpgsqlException { InnerException: TimeoutException });

    /// <summary>True for what the driver throws, whatever the cause.</summary>
    public static bool IsDatabase(Exception error) => error is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>The error in the log's terms, without anything secret.</summary>
    public static LogUnavailableException Explain(string database, Exception error) =>
        new($"PostgreSQL {database} {Describe(error)}", error);

    /// <summary>What happened, as the end of a sentence that begins with the database.</summary>
    public static string Describe(Exception error) => error switch
    {
        PostgresException { SqlState: "28P01" or "28000" } => "refuses the account or its password.",
        PostgresException { SqlState: "3D000" } => "does not exist on that server.",
        PostgresException { SqlState: "42501" } => "does not let this account do that; see deploy/postgres/roles.sql.",
        PostgresException { SqlState: "53100" } => "cannot be written: its disk is full.",
        PostgresException { SqlState: "53300" } => "takes no more connections (max_connections).",
        PostgresException { SqlState: "57P03" } => "is starting up or shutting down.",
        PostgresException { SqlState: "25006" } => "is read-only; a standby cannot be written.",
        PostgresException server => $"failed: {server.MessageText} (SQLSTATE {server.SqlState}).",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => "did not answer in time.",
        NpgsqlException { InnerException: SocketException socket } => $"cannot be reached: {socket.Message}.",
        SocketException socket => $"cannot be reached: {socket.Message}.",
        _ => $"cannot be reached: {error.Message.TrimEnd('.')}.",
    };
}
