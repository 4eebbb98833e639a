using System.Text;
using Xmrl.Watch.Serving;

namespace Xmrl.Watch.Tests.Serving;

public sealed class WatchPageTests
{
    private const string Template = """
        <html><head><meta
              http-equiv="Content-Security-Policy"
              content="default-src 'none'" />
        <script type="module">let head = "<i>";</script><style rel="stylesheet" crossorigin>p { margin: 0 }</style></head>
        <body><script type="application/json" id="report-data">null</script></body></html>
        """;

    [Fact]
    public void Of_BuiltPage_IsTakenApart()
    {
        WatchPage page = WatchPage.Of(Template);
        Text(page.Script).ShouldBe("let head = \"<i>\";");
        Text(page.Style).ShouldBe("p { margin: 0 }");
        string html = Text(page.Html);
        html.ShouldContain("<meta name=\"xmrl-mode\" content=\"watch\" />");
        html.ShouldContain("<script type=\"module\" src=\"/app.js\"></script></head>");
        html.ShouldContain("id=\"report-data\">null<");
        html.ShouldNotContain("Content-Security-Policy");
        html.ShouldNotContain("margin");
    }

    [Theory]
    [InlineData("<script type=\"module\">", "<script>", "module")]
    [InlineData("<style", "<stile", "style")]
    [InlineData("http-equiv", "http", "policy")]
    public void Of_OtherPage_IsRefused(string part, string other, string missing)
        => Should.Throw<InvalidOperationException>(() => WatchPage.Of(Template.Replace(part, other, StringComparison.Ordinal)))
            .Message.ShouldContain(missing);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
