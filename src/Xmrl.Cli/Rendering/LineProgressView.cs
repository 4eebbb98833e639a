using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>One plain line when a stage begins or ends and every ten seconds, for logs and pipes.</summary>
internal sealed class LineProgressView(CommandContext context) : ProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private string _stage = "";
    private long _lastLine;
    private bool _ended;

    public override void Report(StageProgress value)
    {
        lock (_lock)
        {
            long now = context.Time.GetTimestamp();
            bool begins = value.Stage != _stage;
            bool ends = value.Total > 0 && value.Completed >= value.Total;
            if (begins)
            {
                (_stage, _ended) = (value.Stage, false);
            }

            if (begins || (ends && !_ended) || context.Time.GetElapsedTime(_lastLine, now) >= Interval)
            {
                _lastLine = now;
                _ended = ends;
                context.Error.WriteLine(Line(value));
                context.Error.Flush();
            }
        }
    }

    internal override void Print(string message)
    {
        lock (_lock)
        {
            context.Error.WriteLine(message);
        }
    }

    private static string Line(StageProgress value)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"[{value.StageIndex + 1}/{value.StageCount}] {value.Stage}");
        if (value.IsPercentage)
        {
            line += string.Create(CultureInfo.InvariantCulture, $": {value.Completed} %");
        }
        else if (value.Total > 0)
        {
            line += string.Create(CultureInfo.InvariantCulture, $": {value.Completed} of {value.Total}");
        }

        line += RunTimes.Left(value);
        return value.Detail.Length == 0 ? line : $"{line}; {value.Detail}";
    }
}
