using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Dashboard;

namespace Xmrl.Watch.Serving;

/// <summary>The page of the report as three files, so that the browser may refuse every script inside the page.</summary>
internal sealed partial class WatchPage
{
    private const string Mode = "<meta name=\"xmrl-mode\" content=\"watch\" />";
    private const string Links = "<link rel=\"stylesheet\" href=\"/app.css\" /><script type=\"module\" src=\"/app.js\"></script>";

    private WatchPage(byte[] html, byte[] script, byte[] style) => (Html, Script, Style) = (html, script, style);

    /// <summary>The page without script and style, UTF-8.</summary>
    public ReadOnlyMemory<byte> Html { get; }

    /// <summary>Its script.</summary>
    public ReadOnlyMemory<byte> Script { get; }

    /// <summary>Its style.</summary>
    public ReadOnlyMemory<byte> Style { get; }

    /// <summary>Takes the built page apart.</summary>
    /// <exception cref="InvalidOperationException">The page was not built into this program, or is another one than expected.</exception>
    public static WatchPage Built() => Of(ReportRenderer.ReadTemplate());

    /// <summary>Takes a page apart.</summary>
    /// <param name="template">One file with one module and one style element.</param>
    /// <exception cref="InvalidOperationException">An element is missing.</exception>
    internal static WatchPage Of(string template)
    {
        Match script = Module().Match(template);
        Match style = Sheet().Match(template);
        Match policy = Policy().Match(template);
        if (!script.Success || !style.Success || !policy.Success)
        {
            string missing = !script.Success ? "module" : !style.Success ? "style" : "policy";
            throw new InvalidOperationException($"The built report page has no {missing}; ./xmrl builds it anew.");
        }

        string html = template
            .Replace(script.Value, "", StringComparison.Ordinal)
            .Replace(style.Value, "", StringComparison.Ordinal)
            .Replace(policy.Value, Mode, StringComparison.Ordinal)
            .Replace("</head>", Links + "</head>", StringComparison.Ordinal);
        return new WatchPage(Bytes(html), Bytes(script.Groups["text"].Value), Bytes(style.Groups["text"].Value));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    [GeneratedRegex("<script type=\"module\"[^>]*>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Module();

    [GeneratedRegex("<style[^>]*>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Sheet();

    [GeneratedRegex("<meta\\s+http-equiv=\"Content-Security-Policy\"[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Policy();
}
