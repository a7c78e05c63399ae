using System.Globalization;
using Npgsql;

namespace BookRecs.Storage.Postgres;

/// <summary>Where a database is, as people write it: a connection string of Npgsql or a postgresql:// address.</summary>
public static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <summary>True when a text is meant as the address of a PostgreSQL database, and not as a file.</summary>
    public static bool IsAddress(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            || text.StartsWith("Host=", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says why and holds nothing secret.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                ? FromUri(text)
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or KeyNotFoundException)
        {
            // The reader's own message names the key, and may repeat what stands after it.
            throw new FormatException("it holds a key that is not known, or a value that does not fit its key");
        }

        if (string.IsNullOrEmpty(builder.Host))
            throw new FormatException("it names no host");
        if (string.IsNullOrEmpty(builder.Database))
            throw new FormatException("it names no database");
        return builder;
    }

    /// <summary>The address without anything secret, for messages.</summary>
    public static string Show(NpgsqlConnectionStringBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return string.Create(CultureInfo.InvariantCulture, $"database \"{builder.Database}\" at {builder.Host}:{builder.Port}");
    }

    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw new FormatException("it is not an address such as postgresql://user@host:5432/database");
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host, Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) };
        if (uri.Port > 0)
            builder.Port = uri.Port;
        var colon = uri.UserInfo.IndexOf(':', StringComparison.Ordinal);
        if (uri.UserInfo.Length > 0)
            builder.Username = Uri.UnescapeDataString(colon < 0 ? uri.UserInfo : uri.UserInfo[..colon]);
        if (colon >= 0)
            builder.Password = Uri.UnescapeDataString(uri.UserInfo[(colon + 1)..]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                throw new FormatException("a part of it after '?' is not key=value");
            var value = Uri.UnescapeDataString(pair[(equals + 1)..]);
            switch (Uri.UnescapeDataString(pair[..equals]))
            {
                case "host":
                    builder.Host = value;
                    break;
                case "sslmode":
                    builder.SslMode = Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode)
                        ? mode
                        : throw new FormatException("its sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full");
                    break;
                case "sslrootcert":
                    builder.RootCertificate = value;
                    break;
                case "application_name":
                    builder.ApplicationName = value;
                    break;
                default:
                    throw new FormatException("after '?' it may hold host, sslmode, sslrootcert and application_name only");
            }
        }

        return builder;
    }
}
