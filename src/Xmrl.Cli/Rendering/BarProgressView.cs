using System.Globalization;
using Spectre.Console;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>One line per stage, drawn on a terminal: stage, bar, share, time left of the run, and words where there is room.</summary>
internal sealed class BarProgressView : ProgressView
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
    private readonly ProgressTexts _texts = new();
    private ProgressContext? _progress;
    private ProgressTask? _task;
    private string _stage = "";

    internal BarProgressView(CommandContext context)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(context.Error.Drawing()),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = context.Color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (context.TerminalWidth is { } width)
        {
            _console.Profile.Width = width;
        }
    }

    internal override T Run<T>(Func<T> work)
    {
        var widths = ProgressWidths.Of(_console.Profile.Width);
        return _console.Progress()
            .AutoRefresh(true)
            .Columns(
                new TextColumn(widths.Stage, task => _texts.Of(task.Id).Stage),
                new ProgressBarColumn { Width = widths.Bar },
                new PercentageColumn(),
                new TextColumn(widths.Left, task => _texts.Of(task.Id).Left),
                new TextColumn(widths.Detail, task => _texts.Of(task.Id).Detail))
            .Start(progress =>
            {
                _progress = progress;
                T result = work();
                lock (_lock)
                {
                    Complete();
                }

                return result;
            });
    }

    public override void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (_progress is null)
            {
                return;
            }

            if (_task is null || PlainWriter.Escape(value.Stage) != _stage)
            {
                Complete();
                _stage = PlainWriter.Escape(value.Stage);
                _task = _progress.AddTask("stage", maxValue: Math.Max(value.Total, 1));
            }

            _task.IsIndeterminate = value.Total <= 0;
            _task.MaxValue = Math.Max(value.Total, 1);
            _task.Value = Math.Min(value.Completed, _task.MaxValue);
            string number = string.Create(CultureInfo.InvariantCulture, $"{value.StageIndex + 1}/{value.StageCount}");
            string left = value.SecondsLeft is > 0 and { } seconds ? $"{RunTimes.Span(TimeSpan.FromSeconds(seconds))} left" : "";
            _texts.Set(_task.Id, new ProgressText($"{number} {_stage}", left, PlainWriter.Escape(value.Detail)));
        }
    }

    internal override void Print(string message) => _console.WriteLine(PlainWriter.Escape(message));

    private void Complete()
    {
        if (_task is not null)
        {
            _task.IsIndeterminate = false;
            _task.Value = _task.MaxValue;
            _task.StopTask();
        }
    }
}
