using System.Globalization;
using Spectre.Console;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>One bar per stage with the time left of the run, drawn on a terminal.</summary>
internal sealed class BarProgressView : ProgressView
{
    private readonly Lock _lock = new();
    private readonly IAnsiConsole _console;
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
    }

    internal override T Run<T>(Func<T> work) => _console.Progress()
        .AutoRefresh(true)
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left },
            new ProgressBarColumn(),
            new PercentageColumn())
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
                _task = _progress.AddTask(Markup.Escape(_stage), maxValue: Math.Max(value.Total, 1));
            }

            _task.IsIndeterminate = value.Total <= 0;
            _task.MaxValue = Math.Max(value.Total, 1);
            _task.Value = Math.Min(value.Completed, _task.MaxValue);
            string number = string.Create(CultureInfo.InvariantCulture, $"{value.StageIndex + 1}/{value.StageCount}");
            string stage = $"{number} {_stage}{RunTimes.Left(value)}";
            _task.Description = Markup.Escape(value.Detail.Length == 0 ? stage : $"{stage}; {PlainWriter.Escape(value.Detail)}");
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
