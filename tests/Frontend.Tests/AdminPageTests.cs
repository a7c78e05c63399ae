using System.Text;
using BookRecs.Frontend.Options;
using BookRecs.Frontend.Problems;
using BookRecs.Frontend.Security;
using Microsoft.AspNetCore.Http;

namespace BookRecs.Frontend.Tests;

/// <summary>Pages that need the admin key, which a browser sends as a password.</summary>
public sealed class AdminPageTests
{
    private const string Key = "0123456789abcdef";
    private const string AdminKey = "admin-key-0123456789";

    [Theory]
    [InlineData($"Bearer {AdminKey}", true)]
    [InlineData($"Basic me:{AdminKey}", true)]
    [InlineData($"basic :{AdminKey}", true)]
    [InlineData($"Basic me:{Key}", false)]
    [InlineData($"Basic {AdminKey}:", false)]
    [InlineData($"Bearer {Key}", false)]
    [InlineData("Basic %%%", false)]
    [InlineData(null, false)]
    public void Page_OpensForTheAdminKeyAlone(string? header, bool opens)
    {
        var context = Ask(header);
        var refusal = Gatekeeper(Key).Refuse(context, Access.AdminPage);
        Assert.Equal(opens, refusal is null);
        if (!opens)
            Assert.StartsWith("Basic realm=", context.Response.Headers.WWWAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherRoutes_TakeNoPassword() =>
        Assert.Equal(ProblemType.KeyRequired, Gatekeeper(Key).Refuse(Ask($"Basic me:{AdminKey}"), Access.Admin)?.Type);

    private static Gatekeeper Gatekeeper(string key) =>
        new(Microsoft.Extensions.Options.Options.Create(new SecurityOptions { ApiKey = key, AdminKey = AdminKey }));

    private static DefaultHttpContext Ask(string? header)
    {
        var context = new DefaultHttpContext();
        if (header?.StartsWith("basic ", StringComparison.OrdinalIgnoreCase) == true && header.Contains(':', StringComparison.Ordinal))
            header = header[..6] + Convert.ToBase64String(Encoding.UTF8.GetBytes(header[6..]));
        if (header is not null)
            context.Request.Headers.Authorization = header;
        return context;
    }
}
