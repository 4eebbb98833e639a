namespace Xmrl.Numerics.Randomness;

/// <summary>Third counter word of a block: keeps the kinds of draw of one key apart. The numbers never change.</summary>
internal enum DrawDomain : uint
{
    Seed = 1,
    Child = 2,
    Purpose = 3,
    Uniform = 4,
    Normal = 5,
    Integer = 6,
    UniformOpen = 7,
}
