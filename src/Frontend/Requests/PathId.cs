using BookRecs.Frontend.Problems;
using BookRecs.Grains.Interfaces.Transactions;

namespace BookRecs.Frontend.Requests;

/// <summary>Reads and checks an id in the path.</summary>
internal static class PathId
{
    public static Problem? Read(HttpContext context, int segment, string field, out string id)
    {
        id = RawPath.Segment(context, segment) ?? "";
        if (id.Length == 0)
        {
            var path = RawPath.Of(context).ToString();
            return Problem.InvalidParameter(field, path, "must be percent-encoded UTF-8 in a path without . and .. segments");
        }
        return IdRule.Broken(id) is { } rule ? Problem.InvalidParameter(field, id, rule) : null;
    }
}
