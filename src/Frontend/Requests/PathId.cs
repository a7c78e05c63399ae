using BookRecs.Frontend.Problems;

namespace BookRecs.Frontend.Requests;

/// <summary>Reads and checks an id in the path.</summary>
internal static class PathId
{
    public static Problem? Read(HttpContext context, int segment, string field, out string id)
    {
        id = RawPath.Segment(context, segment) ?? "";
        if (id.Length == 0)
            return Problem.InvalidParameter(field, RawPath.Of(context).ToString(), "must be percent-encoded UTF-8 in a path without . and .. segments");
        return IdRule.Broken(id) is { } rule ? Problem.InvalidParameter(field, id, rule) : null;
    }
}
