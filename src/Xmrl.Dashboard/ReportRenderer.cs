using System.Reflection;
using System.Text;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard;

/// <summary>Turns report data into report.html: one file that holds its data, script and style, loads nothing, and opens offline.</summary>
internal static class ReportRenderer
{
    private const string ResourceName = "report.html";
    private const string DataOpening = "<script type=\"application/json\" id=\"report-data\">";
    private const string DataClosing = "</script>";

    /// <summary>True where the page was built into this assembly, so that <see cref="Render(ReportData, Stream)"/> works.</summary>
    public static bool IsAvailable => Assembly.GetManifestResourceInfo(ResourceName) is not null;

    private static Assembly Assembly => typeof(ReportRenderer).Assembly;

    /// <summary>Writes the page.</summary>
    /// <param name="data">What to show; checked by <see cref="ReportFile.Write"/>. Text in it is shown as text, never read as HTML.</param>
    /// <param name="destination">Receives UTF-8; left open.</param>
    /// <exception cref="ArgumentException"><paramref name="data"/> breaks a rule of the report; the message names the place.</exception>
    /// <exception cref="InvalidOperationException">The page was not built into this assembly; see <see cref="IsAvailable"/>.</exception>
    public static void Render(ReportData data, Stream destination)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(destination);
        Render(data, ReadTemplate(), destination);
    }

    /// <summary>Puts the data into the template's data element, whatever that held.</summary>
    internal static void Render(ReportData data, string template, Stream destination)
    {
        int opening = template.IndexOf(DataOpening, StringComparison.Ordinal);
        int start = opening + DataOpening.Length;
        int end = opening < 0 ? -1 : template.IndexOf(DataClosing, start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InvalidOperationException($"The built report page has no element {DataOpening}; ./xmrl builds it anew.");
        }

        // Checked and serialised first: a report that breaks a rule leaves no half page behind.
        using MemoryStream json = new();
        ReportFile.Write(data, json);
        destination.Write(Encoding.UTF8.GetBytes(template[..start]));
        json.WriteTo(destination);
        destination.Write(Encoding.UTF8.GetBytes(template[end..]));
    }

    internal static string ReadTemplate()
    {
        using Stream? resource = Assembly.GetManifestResourceStream(ResourceName);
        if (resource is null)
        {
            throw new InvalidOperationException(
                "The report page is not part of this build. Run ./xmrl once, which builds it, or run 'npm ci && npm run build' in "
                    + "src/Xmrl.Dashboard/web and build again.");
        }

        using StreamReader reader = new(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
