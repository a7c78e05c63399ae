using System.Globalization;
using BookRecs.Frontend.Problems;

namespace BookRecs.Frontend.Requests;

/// <summary>
/// Walks the parameters of a query string without a dictionary. Names and values are decoded as UTF-8, a plus as a space.
/// </summary>
internal ref struct QueryReader(string? query)
{
    private ReadOnlySpan<char> _rest = string.IsNullOrEmpty(query) ? default : query.AsSpan(1);

    /// <summary>The decoded name of the present parameter.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>The value as it was sent.</summary>
    public ReadOnlySpan<char> RawValue { get; private set; }

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf('&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            Name = name.ContainsAny('%', '+') ? RawPath.Decode(name, plusIsSpace: true) ?? "?" : name;
            RawValue = equals < 0 ? default : pair[(equals + 1)..];
            return true;
        }
        return false;
    }

    /// <summary>Reads the value as text into a variable that no earlier parameter has filled.</summary>
    public readonly Problem? ReadOnce(string field, ref string? value)
    {
        if (value is not null)
            return Problem.InvalidParameter(field, RawValue.ToString(), "must be given once");
        value = RawPath.Decode(RawValue, plusIsSpace: true);
        return value is null ? Problem.InvalidParameter(field, RawValue.ToString(), "must be percent-encoded UTF-8") : null;
    }

    /// <summary>Reads a whole number within bounds into a variable that no earlier parameter has filled.</summary>
    public readonly Problem? ReadOnce(string field, int low, int high, ref int? value)
    {
        if (value is not null)
            return Problem.InvalidParameter(field, RawValue.ToString(), "must be given once");
        var text = RawValue.Contains('%') ? RawPath.Decode(RawValue, plusIsSpace: true) : RawValue;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < low || number > high)
        {
            var rule = string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {low} to {high}");
            return Problem.InvalidParameter(field, RawPath.Decode(RawValue, plusIsSpace: true) ?? RawValue.ToString(), rule);
        }
        value = number;
        return null;
    }

    /// <summary>A call that has no parameters, done only where it was sent none.</summary>
    public static RequestDelegate RefuseAny(RequestDelegate call) => context =>
    {
        var reader = new QueryReader(context.Request.QueryString.Value);
        return reader.MoveNext() ? ProblemWriter.WriteAsync(context, reader.Unknown("none")) : call(context);
    };

    /// <summary>The problem of a parameter that the call does not have.</summary>
    public readonly Problem Unknown(string known) =>
        Problem.InvalidParameter(FieldError.Cut(Name.ToString())!, RawValue.ToString(), $"is not a parameter of this call; it has {known}");
}
