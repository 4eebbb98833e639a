using System.Text;
using System.Text.RegularExpressions;
using Xmrl.Dashboard.Tests.Samples;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Reports;

public sealed partial class ReportRendererTests
{
    private const string Template = "<p>before</p><script type=\"application/json\" id=\"report-data\">null</script><p>after</p>";
    private const int LargestPage = 1_900_000;

    [Fact]
    public void Render_Template_KeepsWhatIsAroundTheData()
    {
        string page = Render(ReportSample.CreatePartial(), Template);

        page.ShouldStartWith("<p>before</p><script type=\"application/json\" id=\"report-data\">{");
        page.ShouldEndWith("}</script><p>after</p>");
    }

    [Fact]
    public void Render_ReadBack_GivesTheData()
    {
        ReportData data = ReportSample.Create();
        string page = Render(data, Template);
        int start = page.IndexOf('{', StringComparison.Ordinal);
        string json = page[start..page.IndexOf("</script>", StringComparison.Ordinal)];
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));

        ReportData copy = ReportFile.Read(stream);

        Render(copy, Template).ShouldBe(page);
    }

    [Fact]
    public void Render_HostileText_CannotCloseTheDataElement()
    {
        ReportData data = HostileText.InsertInto(ReportSample.Create());

        string page = Render(data, Template);

        string json = page[page.IndexOf('{', StringComparison.Ordinal)..page.IndexOf("</script>", StringComparison.Ordinal)];
        json.ShouldNotContain('<');
        json.ShouldContain("\\u003C/script\\u003E", Case.Insensitive);
    }

    [Fact]
    public void Render_TemplateWithoutDataElement_Throws() =>
        Should.Throw<InvalidOperationException>(() => Render(ReportSample.CreatePartial(), "<p></p>"));

    [Fact]
    public void Render_BrokenRule_WritesNothing()
    {
        ReportData data = ReportSample.CreatePartial() with { ControlName = "nobody" };
        using MemoryStream stream = new();

        Should.Throw<ArgumentException>(() => ReportRenderer.Render(data, Template, stream));

        stream.Length.ShouldBe(0);
    }

    [Fact]
    public void Render_PageMissingOrBuilt_SaysSoOrWorks()
    {
        using MemoryStream stream = new();
        if (ReportRenderer.IsAvailable)
        {
            ReportRenderer.Render(ReportSample.CreatePartial(), stream);
            stream.Length.ShouldBeGreaterThan(0);
        }
        else
        {
            Should.Throw<InvalidOperationException>(
                () => ReportRenderer.Render(ReportSample.CreatePartial(), stream)).Message.ShouldContain("./xmrl");
        }
    }

    [PageFact]
    public void Render_BuiltPage_LoadsNothing()
    {
        string page = Render(ReportSample.Create());

        page.ShouldNotContain("<link", Case.Insensitive);
        page.ShouldContain("default-src 'none'");
        LoadingAttribute().Matches(page).Select(static match => match.Value).ShouldBeEmpty();
        StyleImport().Matches(page).Select(static match => match.Value).ShouldBeEmpty();
        Address()
            .Matches(page)
            .Select(static match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .ShouldAllBe(static address => IsNamespace(address));
    }

    [PageFact]
    public void Render_LargeRun_StaysBelowTheLimit()
    {
        ReportSampleSize size = new() { TrainingTasks = 100, ValidationTasks = 50, TestTasks = 200, CurvePoints = 2_000 };

        Render(ReportSample.Create(size)).Length.ShouldBeLessThan(LargestPage);
    }

    /// <summary>Names of XML vocabularies look like addresses; nothing is ever fetched from them.</summary>
    private static bool IsNamespace(string address) => address.StartsWith("http://www.w3.org/", StringComparison.Ordinal);

    private static string Render(ReportData data, string? template = null)
    {
        using MemoryStream stream = new();
        if (template is null)
        {
            ReportRenderer.Render(data, stream);
        }
        else
        {
            ReportRenderer.Render(data, template, stream);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    [GeneratedRegex(
        """<[a-z]+\s[^>]*\b(src|srcset|data|action|poster)\s*=\s*["'][^"']""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex LoadingAttribute();

    [GeneratedRegex("""@import|@font-face|url\(\s*["']?(https?:|//)""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex StyleImport();

    [GeneratedRegex("""https?://[^\s"'`<>\\)]+""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Address();
}
