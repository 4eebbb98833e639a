using System.Text;

namespace Xmrl.Cli;

/// <summary>Keeps the end of what is written: the messages of a process whose messages nobody reads unless it fails alone.</summary>
internal sealed class TailWriter : TextWriter
{
    private const int MostCharacters = 16_384;
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Append([value]);

    public override void Write(string? value) => Append(value);

    public override void Write(char[] buffer, int index, int count) => Append(buffer.AsSpan(index, count));

    public override void WriteLine(string? value) => Append($"{value}\n");

    public override string ToString()
    {
        lock (_lock)
        {
            return _text.ToString();
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _text.Append(text);
            if (_text.Length > MostCharacters)
            {
                _text.Remove(0, _text.Length - (MostCharacters / 2));
            }
        }
    }
}
