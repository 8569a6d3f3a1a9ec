import { withDefaults } from '../defaults.ts'
import { bytes, integer, list, object, string } from '../schema.ts'
import { missing, pick, vodErrors } from './errors.ts'
import { vodOperation } from './operation.ts'
import { pageNo, pageSize, requestId } from './shapes.ts'

const cateName = string({
  describe: 'Name of the category, UTF-8. Several categories may have the same (inferred).',
  example: 'Logos',
  required: true,
  maxLength: bytes(64),
})

const cateId = integer({
  describe: 'The category.',
  example: '12984346',
  required: true,
  minimum: 1,
  known: 'category',
})

const type = string({
  describe: 'Which tree: that of media, or that of materials.',
  example: 'default',
  default: 'default',
  enum: ['default', 'material'],
})

const described = {
  ParentId: integer({ describe: '-1 at level 0.' }),
  Type: string({}),
  Level: integer({ describe: '0 … 2, of materials 0 … 1.' }),
  CateName: string({}),
  CateId: integer({ describe: 'Greater than those of all categories made before.' }),
}

const noCategory = {
  ...vodErrors['InvalidCateId.NotFound'],
  evidence: 'documented',
  when: 'The account has no such category; also when it is deleted in the same moment.',
} as const

const missingCateId = missing('CateId', 'Send the CateId of a category; GetCategories lists them.')
const missingCateName = missing('CateName', 'Send a CateName of at most 64 bytes.')

const builtIn = {
  ...vodErrors.InvalidParameter,
  evidence: 'inferred',
  when: 'CateId is the root of the materials, which is built in.',
} as const

export const AddCategory = vodOperation('write', {
  name: 'AddCategory',
  summary: 'Creates a category of media, or one of materials.',
  media: {},
  input: {
    CateName: cateName,
    ParentId: integer({
      describe:
        'The category above it. Omitted, it is created at level 0, where materials have only what is built in.',
      example: '12984346',
      required: { when: 'Type', is: ['material'] },
      minimum: 1,
      none: [-1, 0],
      known: 'category',
    }),
    Type: type,
  },
  output: object({ RequestId: requestId, Category: object(described) }),
  errors: {
    ...missingCateName,
    ...pick('MissingParameter', 'InvalidParameter', 'LengthExceededMax'),
    'InvalidCateId.NotFound': noCategory,
    LevelExceededMax: {
      status: 400,
      message: 'The level of categories exceeded maximum.',
      evidence: 'documented',
      remedy: 'Name a category of a higher level as ParentId.',
      when: 'ParentId is a category of the lowest level: 2, of materials 1.',
    },
    SubTotalExceededMax: {
      status: 400,
      message: 'The total of sub categories exceeded maximum.',
      evidence: 'documented',
      remedy: 'Delete categories that are not needed, or name another ParentId.',
      when: 'There are 100 categories below the same ParentId, or at level 0, already.',
    },
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['CateName'], error: 'MissingCateName' },
    { violates: 'enum', of: ['Type'] },
    { violates: 'required', of: ['ParentId'], error: 'MissingParameter' },
    { violates: 'maxLength', of: ['CateName'], error: 'LengthExceededMax' },
    { violates: 'range', of: ['ParentId'] },
    { violates: 'known', of: ['ParentId'], error: 'InvalidCateId.NotFound' },
  ]),
  examples: [
    { name: 'at level 0', evidence: 'inferred', input: { CateName: 'Logos' } },
    {
      name: 'below another',
      evidence: 'inferred',
      input: { CateName: 'Logos', ParentId: '12984346' },
    },
    {
      name: 'as the manual writes the root',
      evidence: 'documented',
      input: { CateName: 'Logos', ParentId: '-1' },
    },
  ],
  notes: [
    'A category below another is of its Type, whatever the request says (inferred).',
    'A category id is never given again, also after the category was deleted (inferred).',
  ],
})

export const UpdateCategory = vodOperation('write', {
  name: 'UpdateCategory',
  summary: 'Renames a category; its media have the new name at once.',
  media: {},
  input: { CateId: cateId, CateName: cateName },
  output: object({ RequestId: requestId }),
  errors: {
    ...missingCateId,
    ...missingCateName,
    ...pick('LengthExceededMax'),
    InvalidParameter: builtIn,
    'InvalidCateId.NotFound': noCategory,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['CateId'], error: 'MissingCateId' },
    { violates: 'required', of: ['CateName'], error: 'MissingCateName' },
    { violates: 'maxLength', of: ['CateName'], error: 'LengthExceededMax' },
    { violates: 'range', of: ['CateId'] },
    {
      violates: 'known',
      of: ['CateId'],
      error: 'InvalidCateId.NotFound',
      evidence: 'documented',
    },
  ]),
  examples: [
    {
      name: 'another name',
      evidence: 'inferred',
      input: { CateId: '12984346', CateName: 'Logos' },
    },
  ],
})

export const DeleteCategory = vodOperation('write', {
  name: 'DeleteCategory',
  summary: 'Deletes a category and all that are below it; its media stay, without it.',
  media: {},
  input: { CateId: cateId },
  output: object({ RequestId: requestId }),
  errors: {
    ...missingCateId,
    InvalidParameter: builtIn,
    'InvalidCateId.NotFound': noCategory,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'required', of: ['CateId'], error: 'MissingCateId' },
    { violates: 'range', of: ['CateId'] },
    {
      violates: 'known',
      of: ['CateId'],
      error: 'InvalidCateId.NotFound',
      evidence: 'documented',
    },
  ]),
  examples: [{ name: 'one category', evidence: 'inferred', input: { CateId: '12984346' } }],
})

export const GetCategories = vodOperation('read', {
  name: 'GetCategories',
  summary: 'Returns a category and the categories directly below it, or those at level 0.',
  media: {},
  input: {
    CateId: integer({
      describe: 'The category. Omitted, those at level 0 are returned.',
      example: '12984346',
      minimum: 1,
      none: [-1, 0],
      known: 'category',
    }),
    PageNo: pageNo,
    PageSize: pageSize,
    SortBy: string({
      describe: 'Order of the categories below.',
      example: 'CreationTime:Desc',
      default: 'CreationTime:Desc',
      enum: ['CreationTime:Desc', 'CreationTime:Asc'],
    }),
    Type: string({
      ...type,
      describe: 'Which tree; without effect beside CateId (inferred).',
    }),
  },
  output: object({
    RequestId: requestId,
    SubTotal: integer({ describe: 'How many are directly below, on all pages together.' }),
    Category: object(described, { optional: true, describe: 'Only with CateId (inferred).' }),
    SubCategories: list(
      object({
        ...described,
        SubTotal: integer({ describe: 'How many are directly below it.' }),
      }),
      { wrapped: 'Category' },
    ),
  }),
  errors: {
    ...pick('InvalidParameter'),
    'InvalidCateId.NotFound': noCategory,
  },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'enum', of: ['SortBy', 'Type'] },
    { violates: 'range', of: ['CateId', 'PageNo', 'PageSize'] },
    {
      violates: 'known',
      of: ['CateId'],
      error: 'InvalidCateId.NotFound',
      evidence: 'documented',
    },
  ]),
  examples: [
    { name: 'level 0', evidence: 'documented', input: { CateId: '-1' } },
    { name: 'a category', evidence: 'inferred', input: { CateId: '12984346' } },
    { name: 'materials', evidence: 'inferred', input: { Type: 'material' } },
  ],
})
