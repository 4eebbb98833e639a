using System.Globalization;
using System.Text;

namespace Xmrl.Acting.Files;

/// <summary>The header of a safetensors file: the part of JSON that it is written in.</summary>
internal sealed class HeaderText
{
    private const string MetadataKey = "__metadata__";

    private readonly string _text;
    private int _at;

    private HeaderText(string text) => _text = text;

    /// <summary>Text by name.</summary>
    public Dictionary<string, string> Metadata { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tensors by name.</summary>
    public Dictionary<string, HeaderTensor> Tensors { get; } = new Dictionary<string, HeaderTensor>(StringComparer.Ordinal);

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is not one; the message names the place.</exception>
    public static HeaderText Read(string text)
    {
        var header = new HeaderText(text);
        header.Object(name =>
        {
            if (name == MetadataKey)
            {
                header.Object(key => header.Metadata[key] = header.Text());
            }
            else
            {
                header.Tensors[name] = header.Tensor();
            }
        });
        return header;
    }

    private HeaderTensor Tensor()
    {
        HeaderTensor tensor = default;
        Object(key =>
        {
            switch (key)
            {
                case "dtype":
                    tensor.Type = Text();
                    break;
                case "data_offsets":
                    List<long> offsets = List();
                    Require(offsets.Count == 2, "two offsets");
                    (tensor.Begin, tensor.End) = (offsets[0], offsets[1]);
                    break;
                default:
                    Require(key == "shape", "dtype, shape or data_offsets");
                    List();
                    break;
            }
        });
        return tensor;
    }

    /// <summary>An object, whose values <paramref name="value"/> reads.</summary>
    private void Object(Action<string> value)
    {
        Take('{');
        if (Next() == '}')
        {
            _at++;
            return;
        }

        while (true)
        {
            string key = Text();
            Take(':');
            value(key);
            if (Next() != ',')
            {
                Take('}');
                return;
            }

            _at++;
        }
    }

    private List<long> List()
    {
        var numbers = new List<long>();
        Take('[');
        while (Next() != ']')
        {
            int start = _at;
            while (_at < _text.Length && _text[_at] >= '0' && _text[_at] <= '9')
            {
                _at++;
            }

            ReadOnlySpan<char> digits = _text.AsSpan(start, _at - start);
            bool isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number);
            Require(isNumber, "a whole number");
            numbers.Add(number);
            if (Next() == ',')
            {
                _at++;
            }
        }

        _at++;
        return numbers;
    }

    private string Text()
    {
        Take('"');
        var text = new StringBuilder();
        while (true)
        {
            Require(_at < _text.Length, "the end of a text");
            char character = _text[_at++];
            if (character == '"')
            {
                return text.ToString();
            }

            text.Append(character == '\\' ? Escaped() : character);
        }
    }

    private char Escaped()
    {
        Require(_at < _text.Length, "an escaped letter");
        char character = _text[_at++];
        switch (character)
        {
            case 'n':
                return '\n';
            case 't':
                return '\t';
            case 'r':
                return '\r';
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'u':
                ushort code = 0;
                Require(
                    _at + 4 <= _text.Length
                        && ushort.TryParse(_text.AsSpan(_at, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out code),
                    "four hexadecimal digits");
                _at += 4;
                return (char)code;
            default:
                return character;
        }
    }

    private char Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private void Take(char expected)
    {
        Require(Next() == expected, $"'{expected}'");
        _at++;
    }

    private void Require(bool isSo, string expected)
    {
        if (!isSo)
        {
            throw new InvalidDataException($"The policy is not a safetensors file: character {_at} of its header is not {expected}.");
        }
    }
}
